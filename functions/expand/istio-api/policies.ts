import { formatPath } from '../../diagnostics/path.ts';
import type { Auth } from '../../intent/generated/gateway-intent.ts';
import type { Exposure, Gateway, Model, RouteGroup } from '../../intent/model.ts';
import { placeOf } from '../../intent/resolve/server-entries.ts';
import { findingAt } from '../../krm/finding-at.ts';
import { isWildcard } from '../../mesh/hosts/host-name.ts';
import type { Made } from '../made.ts';
import type { Stage } from '../stage.ts';
import type { Condition } from './access-conditions.ts';
import { accessPolicies, type Scope } from './access-policies.ts';
import { type PolicyTarget, policyTarget } from './policy-target.ts';
import { requestAuthentication } from './request-authentication.ts';

/** How a provider's pods see a port of the Service. */
export type TargetPort = (gateway: Gateway, port: number) => number;

/** What `auth` and `restrictBackend` ask for: policies of the gateway's pods, or of the backend's. */
export function policies(
  model: Model,
  exposures: readonly Exposure[],
  gateways: ReadonlyMap<string, Gateway>,
  targetPort: TargetPort,
  stage: Stage,
): Made[] {
  return [
    ...[...gateways.values()].flatMap((gateway) => gatewayPolicies(model, gateway, targetPort, stage)),
    ...exposures.flatMap((exposure) => exposurePolicies(model, exposure, gateways, targetPort, stage)),
    ...exposures.flatMap((exposure) => restricted(model, exposure, gateways, stage)),
  ];
}

/** What `auth` and `restrictBackend` ask of backends alone, where gateways are not Istio's. */
export function backendPolicies(
  model: Model,
  exposures: readonly Exposure[],
  gateways: ReadonlyMap<string, Gateway>,
  stage: Stage,
): Made[] {
  const atWorkloads = exposures.filter(({ auth }) => auth?.enforceAt === 'Workload');
  return [
    ...atWorkloads.flatMap((exposure) =>
      workloadPolicies(exposure, exposure.auth ?? {}, model, stage).map((object) => ({
        object,
        origin: exposure.origin,
        owners: [exposure.intent.item],
      })),
    ),
    ...exposures.flatMap((exposure) => restricted(model, exposure, gateways, stage)),
  ];
}

function gatewayPolicies(model: Model, gateway: Gateway, targetPort: TargetPort, stage: Stage): Made[] {
  const { auth } = gateway.spec;
  const tokens = [
    ...(auth?.jwt ?? []),
    ...model.exposures.filter((exposure) => enforcedAt(exposure) === gateway.key).flatMap((exposure) => exposure.auth?.jwt ?? []),
  ];
  const unique = [...new Map(tokens.map((rule) => [JSON.stringify(rule), rule])).values()];
  const { namespace } = gateway.workload;
  const target = policyTarget(gateway);
  const owners = [
    gateway.intent.item,
    ...model.exposures.filter((exposure) => enforcedAt(exposure) === gateway.key && exposure.auth?.jwt).map(({ intent }) => intent.item),
  ];
  const own = (object: Made['object']): Made => ({ object, origin: gateway.origin, owners: [...new Set(owners)] });
  const made = unique.length === 0 ? [] : [own(requestAuthentication(`${gateway.name}-jwt`, namespace, target, unique))];
  if (auth === undefined) return made;
  const ports = gateway.servers.filter(({ tls }) => tls?.mode !== 'Passthrough').map(({ port }) => `${targetPort(gateway, port)}`);
  const scope: Scope = {
    name: gateway.name,
    namespace,
    target,
    within: ports.length === 0 ? [] : [{ part: 'operation', field: 'ports', negated: false, values: ports }],
    shared: true,
    ipField: ipField(gateway),
    intentNamespace: gateway.intent.namespace,
    origin: gateway.origin,
  };
  return [...made, ...accessPolicies(auth, scope, model.facts, stage).map(own)];
}

/** The gateway whose pods enforce an exposure's `auth`. */
const enforcedAt = ({ auth, gateway }: Exposure): string | undefined => (auth?.enforceAt === 'Workload' ? undefined : gateway);

function exposurePolicies(
  model: Model,
  exposure: Exposure,
  gateways: ReadonlyMap<string, Gateway>,
  targetPort: TargetPort,
  stage: Stage,
): Made[] {
  const { auth } = exposure;
  if (auth === undefined) return [];
  const own = (object: Made['object']): Made => ({ object, origin: exposure.origin, owners: [exposure.intent.item] });
  if (auth.enforceAt === 'Workload') return workloadPolicies(exposure, auth, model, stage).map(own);
  const gateway = exposure.gateway === undefined ? undefined : gateways.get(exposure.gateway);
  if (gateway === undefined || gateway.management === 'External') {
    const path = [...exposure.origin.path, 'auth'];
    stage.report(
      findingAt('GI0221', exposure.intent.item, path, {
        message:
          gateway === undefined
            ? `\`${formatPath(path)}\` has no gateway that could enforce it: \`meshHosts\` are called by sidecars`
            : `\`${formatPath(path)}\` cannot be enforced at gateway "${gateway.key}": it belongs to another package, and its pods are not known`,
        fix: 'use `enforceAt: Workload` with `selector`, or declare the gateway with `management: Config` and its `workload`',
      }),
    );
    return [];
  }
  for (const problem of tokenProblems(model, exposure, gateway)) stage.report(problem);
  return accessPolicies(auth, gatewayScope(model, exposure, gateway, targetPort), model.facts, stage).map(own);
}

function workloadPolicies(exposure: Exposure, auth: Auth, model: Model, stage: Stage): Made['object'][] {
  const target: PolicyTarget = { selector: { matchLabels: auth.selector ?? {} } };
  const scope: Scope = {
    name: exposure.name,
    namespace: exposure.namespace,
    target,
    within: [],
    shared: false,
    ipField: 'remoteIpBlocks',
    intentNamespace: exposure.namespace,
    origin: exposure.origin,
  };
  const tokens = auth.jwt === undefined ? [] : [requestAuthentication(`${exposure.name}-jwt`, exposure.namespace, target, auth.jwt)];
  return [...tokens, ...accessPolicies(auth, scope, model.facts, stage)];
}

/** Behind a proxy the connection's address is the proxy's; what the proxies tell is another field. */
const ipField = ({ spec: { clientIP } }: Gateway): Scope['ipField'] =>
  clientIP?.trustedProxies || (clientIP?.proxyProtocol ?? 'Off') !== 'Off' ? 'remoteIpBlocks' : 'ipBlocks';

/** The hosts and ports of an exposure, so that its rules touch no other host of the gateway. */
function gatewayScope(model: Model, exposure: Exposure, gateway: Gateway, targetPort: TargetPort): Scope {
  const ports = exposure.attachments.flatMap(({ port }) => (port === undefined ? [] : [`${targetPort(gateway, port)}`]));
  const groups = model.routeGroups.filter((group) => group.gateway === gateway.key && group.exposures.includes(exposure));
  return {
    name: `${gateway.name}-${exposure.name}`,
    namespace: gateway.workload.namespace,
    target: policyTarget(gateway),
    within: [
      ...hostConditions(exposure, groups),
      ...(ports.length > 0 ? [{ part: 'operation', field: 'ports', negated: false, values: ports } as const] : []),
    ],
    shared: true,
    ipField: ipField(gateway),
    intentNamespace: exposure.namespace,
    origin: exposure.origin,
  };
}

function hostConditions(exposure: Exposure, groups: readonly RouteGroup[]): Condition[] {
  const { hosts, family } = exposure;
  if (family === 'tcp' || hosts.includes('*')) return notNarrower(groups, family);
  if (family === 'tls') return [{ part: 'when', field: 'connection.sni', negated: false, values: hosts }];
  return [{ part: 'operation', field: 'hosts', negated: false, values: hosts.flatMap(hostForms) }, ...notNarrower(groups, family)];
}

/** A wildcard's rules leave the narrower hosts of other exposures alone. */
function notNarrower(groups: readonly RouteGroup[], family: Exposure['family']): Condition[] {
  const hosts = [...new Set(groups.flatMap(({ narrower }) => narrower.map(({ host }) => host)))];
  if (family !== 'http' || hosts.length === 0) return [];
  return [{ part: 'operation', field: 'hosts', negated: true, values: hosts.flatMap(hostForms) }];
}

/** A Host header may carry the port. */
const hostForms = (host: string): string[] => (isWildcard(host) ? [host] : [host, `${host}:*`]);

/** A token of an issuer that a gateway does not know is refused for every host, so all hosts of a gateway must know the same issuers. */
function* tokenProblems(model: Model, exposure: Exposure, gateway: Gateway) {
  const issuers = (other: Exposure): string =>
    [...new Set(((enforcedAt(other) === undefined ? undefined : other.auth?.jwt) ?? []).map(({ issuer }) => issuer))].sort().join(', ');
  if (exposure.auth?.jwt === undefined) return;
  const path = [...exposure.origin.path, 'auth', 'jwt'];
  const others = model.exposures.filter((other) => other.gateway === gateway.key && other.family === 'http' && other !== exposure);
  const differing = others.find((other) => issuers(other) !== issuers(exposure));
  if (differing === undefined) return;
  yield findingAt('GI0222', exposure.intent.item, path, {
    message: `gateway "${gateway.key}" would read tokens of ${issuers(exposure)} for "${exposure.hosts[0]}", but "${differing.hosts[0]}" (${placeOf(differing.origin)}, \`${formatPath(differing.origin.path)}\`) ${issuers(differing) === '' ? 'takes no tokens' : `takes those of ${issuers(differing)}`}`,
    fix: 'use `enforceAt: Workload` with `selector`, a gateway of its own, or the same `jwt` for both hosts',
  });
}

/** The backend accepts requests of the gateway's identity only. */
function restricted(model: Model, exposure: Exposure, gateways: ReadonlyMap<string, Gateway>, stage: Stage): Made[] {
  const { restrictBackend, gateway: key, origin, intent, name } = exposure;
  if (restrictBackend === undefined) return [];
  const workload = key === undefined ? undefined : gateways.get(key)?.workload;
  const path = [...origin.path, 'restrictBackend'];
  if (workload?.serviceAccountName === undefined) {
    stage.report(
      findingAt('GI0221', intent.item, path, {
        message: `\`${formatPath(path)}\` needs the identity of ${key === undefined ? 'a gateway' : `gateway "${key}", which is not known`}`,
        fix: 'declare the gateway with `management: Config` and `workload.serviceAccountName`',
      }),
    );
    return [];
  }
  const principals = [`${model.facts.trustDomain}/ns/${workload.namespace}/sa/${workload.serviceAccountName}`];
  return [
    {
      object: {
        apiVersion: 'security.istio.io/v1',
        kind: 'AuthorizationPolicy',
        metadata: { name: `${name}-gateway-only`, namespace: exposure.namespace },
        spec: { selector: { matchLabels: restrictBackend }, action: 'ALLOW', rules: [{ from: [{ source: { principals } }] }] },
      },
      origin: { item: origin.item, path },
      owners: [intent.item],
    },
  ];
}
