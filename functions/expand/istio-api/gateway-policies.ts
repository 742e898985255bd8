import type { Gateway, Model } from '../../intent/model.ts';
import type { Made } from '../made.ts';
import type { Stage } from '../stage.ts';
import { accessPolicies } from './access-policies.ts';
import { clientCertificateGuard } from './client-certificate-guard.ts';
import { enforcedAt } from './enforced-at.ts';
import { gatewayAuthProblems } from './gateway-auth-problems.ts';
import { gatewayScope } from './gateway-scope.ts';
import { policyTarget } from './policy-target.ts';
import type { TargetPort } from './port-conditions.ts';
import { requestAuthentication } from './request-authentication.ts';

/** The policies of a whole gateway: the tokens that it reads for all of its exposures, its own `auth`, and what keeps demands for client certificates. */
export function gatewayPolicies(model: Model, gateway: Gateway, targetPort: TargetPort, stage: Stage): Made[] {
  if (gateway.management === 'External') return [];
  const { auth } = gateway.spec;
  const withTokens = model.exposures.filter((exposure) => enforcedAt(exposure) === gateway.key && exposure.auth?.jwt !== undefined);
  const tokens = [...(auth?.jwt ?? []), ...withTokens.flatMap((exposure) => exposure.auth?.jwt ?? [])];
  const unique = [...new Map(tokens.map((rule) => [JSON.stringify(rule), rule])).values()];
  const owners = [...new Set([gateway.intent.item, ...withTokens.map(({ intent }) => intent.item)])];
  const { namespace } = gateway.workload;
  const read = unique.length === 0 ? [] : [requestAuthentication(`${gateway.name}-jwt`, namespace, policyTarget(gateway), unique)];
  if (auth !== undefined) for (const problem of gatewayAuthProblems(model, gateway, auth)) stage.report(problem);
  const own = auth === undefined ? [] : accessPolicies(auth, gatewayScope(gateway, targetPort), model.facts, stage);
  return [
    ...read.map((object): Made => ({ object, origin: gateway.origin, owners })),
    ...[...own, ...clientCertificateGuard(gateway, targetPort)].map(
      (object): Made => ({ object, origin: gateway.origin, owners: [gateway.intent.item] }),
    ),
  ];
}
