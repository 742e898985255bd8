import type { Exposure, Gateway, Model } from '../../../intent/model.ts';
import { groupBy } from '../../../krm/group-by.ts';
import { backendTLSPolicies } from '../../gateway-api/backend-tls-policies.ts';
import { gatewayClasses } from '../../gateway-api/gateway-class.ts';
import { requireHTTP2 } from '../../gateway-api/http2-backends.ts';
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
import { reportExtension } from './backend-extension.ts';
import { backendObjects, group, policyTargetOf } from './backends.ts';
import { mergedClasses, replacedParameters } from './class-parameters.ts';
import { clientPolicies } from './client-policies.ts';
import { dialect } from './dialect.ts';
import { portName, withPods } from './pods.ts';
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
  for (const find of [mergedClasses, replacedParameters]) for (const problem of find(gateways, className, items)) stage.report(problem);
  requireParameters(gateways, className, model, stage);
  const made = merged([
    ...gatewayClasses(gateways, className, 'gateway.envoyproxy.io/gatewayclass-controller', (gateway) =>
      gateway.spec.class?.scope === 'Class' ? { group, kind: 'EnvoyProxy', ...proxyPlace(gateway, className(gateway), model) } : undefined,
    ),
    ...envoyProxies(model, gateways, className, (unit) => ordered.has(unit), stage),
    ...routed.flatMap((routing) => ofGateway(routing, model, stage)),
    ...backendPolicies(model, exposures, byKey, stage, context.existing),
    ...monitors(model, gateways, { port: 'metrics', number: 19001, path: '/stats/prometheus' }),
    ...gateways.flatMap((gateway) => openshiftRoutes(model, gateway, (port) => portName(gateway, port))),
  ]);
  reportTwins(made, items, stage);
  reportExtension(made, items, model, stage);
  return [...made, ...referenceGrants(made)];
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
