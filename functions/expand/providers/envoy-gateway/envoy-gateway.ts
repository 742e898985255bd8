import type { Exposure, Gateway, Model, Workload } from '../../../intent/model.ts';
import { findingAt } from '../../../krm/finding-at.ts';
import { groupBy } from '../../../krm/group-by.ts';
import type { Item } from '../../../krm/item.ts';
import { backendTLSPolicies } from '../../gateway-api/backend-tls-policies.ts';
import { gatewayClasses } from '../../gateway-api/gateway-class.ts';
import { requireHTTP2 } from '../../gateway-api/http2-backends.ts';
import { listenersOf } from '../../gateway-api/listeners.ts';
import { referenceGrants } from '../../gateway-api/reference-grants.ts';
import { reportProblems } from '../../gateway-api/report-problems.ts';
import { disorders } from '../../gateway-api/route-order-problems.ts';
import { type Routing, routingObjects, routings } from '../../gateway-api/routing.ts';
import { monitors } from '../../istio-api/monitors.ts';
import { backendPolicies } from '../../istio-api/policies.ts';
import type { Made } from '../../made.ts';
import { openshiftRoutes } from '../../openshift-routes.ts';
import type { Stage } from '../../stage.ts';
import type { ProviderContext } from '../provider.ts';
import { backendObjects, group, policyTargetOf } from './backends.ts';
import { clientPolicies } from './client-policies.ts';
import { dialect } from './dialect.ts';
import { reportTwins } from './policy-twins.ts';
import { reportEnvoyProblems } from './problems.ts';
import { envoyProxies, proxyPlace, proxyUnit, requireParameters } from './proxies.ts';
import { routeFilter } from './route-filters.ts';
import { securityPolicies } from './security-policies.ts';
import { reportUnknownHosts, requireSidecars } from './sidecars.ts';
import { trafficPolicies } from './traffic-policies.ts';

const { className } = dialect;

/** Gateways that Envoy Gateway runs. */
export function envoyGateway(model: Model, declared: readonly Gateway[], context: ProviderContext): Made[] {
  const { stage, items } = context;
  const gateways = declared.map((gateway) => withPods(gateway, model));
  const byKey = new Map(gateways.map((gateway) => [gateway.key, gateway]));
  const exposures = model.exposures.filter(({ gateway }) => gateway !== undefined && byKey.has(gateway));
  const routed = routings(model, gateways, dialect, context.existing);
  const ordered = orderedUnits(routed);
  for (const routing of routed) {
    reportProblems(routing, dialect, stage, ordered.has(unitOf(routing.gateway)) ? () => 0 : dialect.order);
    reportEnvoyProblems(routing, stage);
    requireHTTP2(routing, context.existing, stage);
  }
  reportUnknownHosts(model, exposures, stage);
  requireSidecars(model, gateways, stage);
  requireParameters(gateways, className, model, stage);
  const made = merged([
    ...gatewayClasses(gateways, className, 'gateway.envoyproxy.io/gatewayclass-controller', (gateway) =>
      gateway.spec.class?.scope === 'Class' ? { group, kind: 'EnvoyProxy', ...proxyPlace(gateway, className(gateway), model) } : undefined,
    ),
    ...envoyProxies(model, gateways, className, (unit) => ordered.has(unit), stage),
    ...routed.flatMap((routing) => ofGateway(routing, model, stage)),
    ...backendPolicies(model, exposures, byKey, stage),
    ...monitors(model, gateways, { port: 'metrics', number: 19001, path: '/stats/prometheus' }),
    ...gateways.flatMap((gateway) => openshiftRoutes(model, gateway, (port) => portName(gateway, port))),
  ]);
  reportTwins(made, items, stage);
  reportExtension(made, items, model, stage);
  return [...made, ...referenceGrants(made)];
}

/** Envoy Gateway names the pods' objects as the EnvoyProxy says, in its own namespace. */
function withPods(gateway: Gateway, { facts }: Model): Gateway {
  const { namespace } = facts.envoyGateway;
  const name = gateway.namespace === namespace ? gateway.name : `${gateway.namespace}-${gateway.name}`;
  const workload: Workload = {
    namespace,
    selector: {
      'gateway.envoyproxy.io/owning-gateway-name': gateway.name,
      'gateway.envoyproxy.io/owning-gateway-namespace': gateway.namespace,
    },
    service: name,
    serviceAccountName: gateway.management === 'Full' ? (gateway.spec.deployment?.pod?.serviceAccountName ?? name) : undefined,
  };
  return { ...gateway, workload };
}

const unitOf = (gateway: Gateway): string => proxyUnit(gateway, className(gateway));

/** The proxies whose routes must be tried in the order in which they are written, because Envoy Gateway would sort them otherwise. */
function orderedUnits(routed: readonly Routing[]): Set<string> {
  const differing = routed.filter(
    ({ gateway, http }) => gateway.management === 'Full' && http.some((routes) => disorders(routes, dialect.order).length > 0),
  );
  return new Set(differing.map(({ gateway }) => unitOf(gateway)));
}

function ofGateway(routing: Routing, model: Model, stage: Stage): Made[] {
  const { gateway, http } = routing;
  const own = gateway.management === 'Full' && gateway.spec.class?.scope !== 'Class';
  const parametersRef = { group, kind: 'EnvoyProxy', name: proxyPlace(gateway, className(gateway), model).name };
  const namespacesOf = (exposure: Exposure): string[] => [
    ...new Set([
      ...http.flat().flatMap(({ plan }) => (plan.exposures.includes(exposure) ? [plan.namespace] : [])),
      ...(exposure.family === 'http' ? [] : [exposure.namespace]),
    ]),
  ];
  const filters = http.flat().flatMap(({ plan, rules }) =>
    rules.flatMap((rule): Made[] => {
      const object = routeFilter(rule, plan);
      return object === undefined ? [] : [{ object, origin: rule.route.origin, owners: [rule.exposure.intent.item] }];
    }),
  );
  return [
    ...routingObjects(routing, model, dialect, { spec: { infrastructure: own ? { parametersRef } : undefined } }),
    ...filters,
    ...backendObjects(model, gateway, namespacesOf),
    ...backendTLSPolicies(model, gateway, stage, ({ backend, exposure }) =>
      namespacesOf(exposure).flatMap((namespace) => policyTargetOf({ backend, exposure, gateway }, namespace) ?? []),
    ),
    ...(gateway.management === 'External' ? [] : clientPolicies(routing)).map((object) => ({
      object,
      origin: gateway.origin,
      owners: [gateway.intent.item],
    })),
    ...trafficPolicies(routing),
    ...securityPolicies(routing),
  ];
}

/** Objects that several gateways need are made once. */
function merged(made: readonly Made[]): Made[] {
  return [...groupBy(made, ({ object }) => JSON.stringify(object)).values()].map((same) => ({
    ...(same[0] as Made),
    owners: [...new Set(same.flatMap(({ owners }) => owners))],
  }));
}

/** Names that Envoy Gateway gives the ports of its Services: internal/infrastructure/kubernetes/proxy of envoyproxy/gateway. */
function portName(gateway: Gateway, port: number): string | number {
  const listener = listenersOf(gateway).find((other) => other.port === port);
  return listener === undefined ? port : `${listener.protocol.toLowerCase()}-${port}`;
}

/** Backends are read where the controller's configuration says so only. */
function reportExtension(made: readonly Made[], items: readonly Item[], { facts }: Model, stage: Stage): void {
  const first = made.find(({ object }) => object.kind === 'Backend');
  const enabled = items.some(
    ({ id, text }) => id.kind === 'ConfigMap' && id.name === 'envoy-gateway-config' && /enableBackend:\s*true/.test(text ?? ''),
  );
  if (first === undefined || enabled) return;
  stage.report(
    findingAt('GI0507', first.origin.item, first.origin.path, {
      message: `Backend "${first.object.metadata.namespace}/${first.object.metadata.name}" needs \`extensionApis.enableBackend: true\` in ConfigMap "${facts.envoyGateway.namespace}/envoy-gateway-config"`,
    }),
  );
}
