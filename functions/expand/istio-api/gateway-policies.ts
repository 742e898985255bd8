import { formatPath } from '../../diagnostics/path.ts';
import type { Gateway, Model } from '../../intent/model.ts';
import { findingAt } from '../../krm/finding-at.ts';
import type { Made } from '../made.ts';
import type { Stage } from '../stage.ts';
import { accessPolicies } from './access-policies.ts';
import { clientCertificateGuard } from './client-certificate-guard.ts';
import { enforcedAt } from './enforced-at.ts';
import { gatewayAuthProblems } from './gateway-auth-problems.ts';
import { gatewayScope } from './gateway-scope.ts';
import type { PodPorts } from './pod-ports.ts';
import { policyTarget } from './policy-target.ts';
import { requestAuthentication } from './request-authentication.ts';

/** The policies of a whole gateway: the tokens that it reads for all of its exposures, its own `auth`, and what keeps demands for client certificates. */
export function gatewayPolicies(model: Model, gateway: Gateway, podPorts: PodPorts, stage: Stage): Made[] {
  const { auth } = gateway.spec;
  if (gateway.management === 'External') {
    if (auth !== undefined) stage.report(unenforced(gateway));
    return [];
  }
  const withTokens = model.exposures.filter((exposure) => enforcedAt(exposure) === gateway.key && exposure.auth?.jwt !== undefined);
  const tokens = [...(auth?.jwt ?? []), ...withTokens.flatMap((exposure) => exposure.auth?.jwt ?? [])];
  const unique = [...new Map(tokens.map((rule) => [JSON.stringify(rule), rule])).values()];
  const owners = [...new Set([gateway.intent.item, ...withTokens.map(({ intent }) => intent.item)])];
  const { namespace } = gateway.workload;
  const read = unique.length === 0 ? [] : [requestAuthentication(`${gateway.name}-jwt`, namespace, policyTarget(gateway), unique)];
  if (auth !== undefined) for (const problem of gatewayAuthProblems(model, gateway, auth)) stage.report(problem);
  const own = auth === undefined ? [] : accessPolicies(auth, gatewayScope(gateway, podPorts), model.facts, stage);
  return [
    ...read.map((object): Made => ({ object, origin: gateway.origin, owners })),
    ...[...own, ...clientCertificateGuard(gateway, podPorts)].map(
      (object): Made => ({ object, origin: gateway.origin, owners: [gateway.intent.item] }),
    ),
  ];
}

function unenforced(gateway: Gateway) {
  const path = [...gateway.origin.path, 'auth'];
  return findingAt('GI0221', gateway.intent.item, path, {
    message: `\`${formatPath(path)}\` cannot be enforced at gateway "${gateway.key}": it belongs to another package, and its pods are not known`,
    fix: 'declare the gateway with `management: Config` and its `workload`, or write the rules where the gateway is declared',
  });
}
