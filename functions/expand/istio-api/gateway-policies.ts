import { formatPath } from '../../diagnostics/path.ts';
import type { Auth } from '../../intent/generated/gateway-intent.ts';
import type { Gateway, Model } from '../../intent/model.ts';
import { findingAt } from '../../krm/finding-at.ts';
import { groupBy } from '../../krm/group-by.ts';
import type { Origin } from '../../krm/item.ts';
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
  if (auth !== undefined) for (const problem of gatewayAuthProblems(model, gateway, auth)) stage.report(problem);
  const own = auth === undefined ? [] : accessPolicies(auth, gatewayScope(model, gateway, podPorts), model.facts, stage);
  const origin = { ...gateway.origin, parts: [{ path: [], origin: authAt(gateway.origin) }] };
  return [
    ...tokensOf(model, gateway),
    ...[...own, ...clientCertificateGuard(gateway, podPorts)].map((object): Made => ({ object, origin, owners: [gateway.intent.item] })),
  ];
}

/** The RequestAuthentication of a gateway: the tokens of its own `auth`, and of all exposures that it serves. */
function tokensOf(model: Model, gateway: Gateway): Made[] {
  const { auth } = gateway.spec;
  const asking = model.exposures.filter((exposure) => enforcedAt(exposure) === gateway.key && exposure.auth?.jwt !== undefined);
  const tokens = [...tokensAt(auth, gateway.origin), ...asking.flatMap((exposure) => tokensAt(exposure.auth, exposure.origin))];
  if (tokens.length === 0) return [];
  const unique = [...groupBy(tokens, ({ rule }) => JSON.stringify(rule)).values()].flatMap(([first]) => first ?? []);
  const rules = unique.map(({ rule }) => rule);
  const parts = unique.map(({ origin }, index) => ({ path: ['spec', 'jwtRules', index], origin }));
  return [
    {
      object: requestAuthentication(`${gateway.name}-jwt`, gateway.workload.namespace, policyTarget(gateway), rules),
      origin: { ...gateway.origin, parts },
      owners: [...new Set([gateway.intent.item, ...asking.map(({ intent }) => intent.item)])],
    },
  ];
}

const authAt = ({ item, path }: Origin): Origin => ({ item, path: [...path, 'auth'] });

/** The tokens of an `auth`, each with its place. */
const tokensAt = (auth: Auth | undefined, { item, path }: Origin) =>
  (auth?.jwt ?? []).map((rule, index) => ({ rule, origin: { item, path: [...path, 'auth', 'jwt', index] } }));

function unenforced(gateway: Gateway) {
  const path = [...gateway.origin.path, 'auth'];
  return findingAt('GI0221', gateway.intent.item, path, {
    message: `\`${formatPath(path)}\` cannot be enforced at gateway "${gateway.key}": it belongs to another package, and its pods are not known`,
    fix: 'declare the gateway with `management: Config` and its `workload`, or write the rules where the gateway is declared',
  });
}
