import { formatPath } from '../../diagnostics/path.ts';
import type { Exposure, Gateway, Model } from '../../intent/model.ts';
import { findingAt } from '../../krm/finding-at.ts';
import type { Made } from '../made.ts';
import type { ProviderContext } from '../providers/provider.ts';
import type { Stage } from '../stage.ts';
import { accessPolicies } from './access-policies.ts';
import { backendPorts } from './backend-ports.ts';
import { exposureScope } from './exposure-scope.ts';
import type { PodPorts } from './pod-ports.ts';
import type { PolicyTarget } from './policy-target.ts';
import { requestAuthentication } from './request-authentication.ts';
import type { Scope } from './scope.ts';
import { coveringName } from './server-names.ts';
import { tokenProblems } from './token-problems.ts';

/** What an exposure's `auth` asks of its gateway's pods. */
export function exposurePolicies(
  model: Model,
  exposure: Exposure,
  gateways: ReadonlyMap<string, Gateway>,
  podPorts: PodPorts,
  stage: Stage,
): Made[] {
  const { auth, intent, origin } = exposure;
  if (auth === undefined) return [];
  const gateway = exposure.gateway === undefined ? undefined : gateways.get(exposure.gateway);
  if (gateway === undefined || gateway.management === 'External') return unenforced(exposure, gateway, stage);
  for (const problem of tokenProblems(model, exposure, gateway)) stage.report(problem);
  const wide =
    exposure.family === 'http'
      ? coveringName(
          gateway,
          exposure.attachments.flatMap(({ port }) => port ?? []),
        )
      : undefined;
  if (wide !== undefined) stage.report(besidePassthrough(exposure, gateway, wide));
  const scope = exposureScope(model, exposure, gateway, podPorts);
  if (scope === undefined) {
    stage.report(sharedHost(exposure));
    return [];
  }
  const at = { item: origin.item, path: [...origin.path, 'auth'] };
  return accessPolicies(auth, scope, model.facts, stage).map((object) => ({ object, origin: at, owners: [intent.item] }));
}

function unenforced({ intent, origin }: Exposure, gateway: Gateway | undefined, { report }: Stage): [] {
  const path = [...origin.path, 'auth'];
  report(
    findingAt('GI0221', intent.item, path, {
      message:
        gateway === undefined
          ? `\`${formatPath(path)}\` has no gateway that could enforce it: \`meshHosts\` are called by sidecars`
          : `\`${formatPath(path)}\` cannot be enforced at gateway "${gateway.key}": it belongs to another package, and its pods are not known`,
      fix: 'use `enforceAt: Workload` with `selector`, or declare the gateway with `management: Config` and its `workload`',
    }),
  );
  return [];
}

function besidePassthrough({ intent, origin, hosts }: Exposure, gateway: Gateway, wide: string) {
  const path = [...origin.path, 'auth'];
  return findingAt('GI0233', intent.item, path, {
    message: `\`${formatPath(path)}\` of "${hosts[0]}" would hold for "${wide}" too, which gateway "${gateway.key}" takes on the same port without seeing its requests`,
    fix: 'give one of the two another port or gateway, or name the hosts instead of the wildcard',
  });
}

function sharedHost({ intent, origin, hosts }: Exposure) {
  const path = [...origin.path, 'auth'];
  return findingAt('GI0234', intent.item, path, {
    message: `\`${formatPath(path)}\` cannot be kept to its own routes: other exposures share "${hosts[0]}", and more than exact paths and prefixes tells their requests apart`,
    fix: 'use `enforceAt: Workload` with `selector`, a host of its own, or match by path only',
  });
}

/** What an exposure's `auth` asks of its backend's pods; `callers`: the only identities that its ALLOW rules let in. */
export function workloadPolicies(
  model: Model,
  exposure: Exposure,
  existing: ProviderContext['existing'],
  stage: Stage,
  callers?: readonly string[],
): Made[] {
  const { auth = {}, namespace, origin, intent } = exposure;
  const target: PolicyTarget = { selector: { matchLabels: auth.selector ?? {} } };
  const name = workloadName(model, exposure);
  // Without ports, a rule about requests shuts every port of the pods that carries something else.
  const ports = backendPorts(exposure, existing);
  const scope: Scope = {
    name,
    namespace,
    target,
    places: () => [ports === undefined ? [] : [{ part: 'operation', field: 'ports', negated: false, values: ports.map(String) }]],
    shared: false,
    callers,
    ipField: 'remoteIpBlocks',
    intentNamespace: namespace,
    origin,
  };
  const tokens = auth.jwt === undefined ? [] : [requestAuthentication(`${name}-jwt`, namespace, target, auth.jwt)];
  const at = { item: origin.item, path: [...origin.path, 'auth'] };
  return [...tokens, ...accessPolicies(auth, scope, model.facts, stage)].map((object) => ({ object, origin: at, owners: [intent.item] }));
}

/** Exposures of one name count. */
function workloadName({ exposures }: Model, { name, namespace, origin, intent }: Exposure): string {
  const same = exposures.filter((other) => other.name === name && other.namespace === namespace && other.auth?.enforceAt === 'Workload');
  const written = [...new Set(same.map((other) => `${other.intent.key} ${other.origin.path.join('.')}`))];
  const index = written.indexOf(`${intent.key} ${origin.path.join('.')}`);
  return index <= 0 ? name : `${name}-${index + 1}`;
}
