import { groupBy } from '../../../krm/group-by.ts';
import type { Finding, Rule, World } from '../../rule.ts';
import { titled, wrong } from '../../spot.ts';
import { backendReferences } from '../../spots/cross-references.ts';
import { ownerOf, type RouteParent, routeParents } from '../../spots/route-parents.ts';

export const unsupportedByEnvoyGateway: Rule = {
  code: 'GI2913',
  name: 'unsupported-by-envoy-gateway',
  severity: 'error',
  summary: 'A route for Envoy Gateway must not ask for what it refuses.',
  why: 'the route is not accepted, or its requests are answered with 500',
  fix: 'use what Envoy Gateway supports, as the message says',
  source: 'envoyproxy/gateway, internal/gatewayapi/{validate,route,filters}.go',
  *check(world) {
    const attached = routeParents(world).filter(
      ({ left, obstacle }) => obstacle === undefined && left.some(({ implementation }) => implementation === 'envoy-gateway'),
    );
    const routes = new Set(attached.map(({ route }) => route));
    yield* aliases(world, routes);
    yield* severalConnections(attached);
  },
};

function* aliases(world: World, routes: ReadonlySet<unknown>): Iterable<Finding> {
  if (routes.size === 0) return;
  const byKey = new Map(world.mesh.kubeServices.map((service) => [`${service.namespace}/${service.name}`, service]));
  for (const { spot, from, kind, group, namespace, name } of backendReferences(world)) {
    if (!routes.has(from) || kind !== 'Service' || group !== '') continue;
    const service = byKey.get(`${namespace}/${name}`);
    if (service?.type === 'ExternalName')
      yield wrong(spot, `leads to ${titled(service.item)}, an ExternalName Service, which Envoy Gateway refuses`, {
        fix: 'use a Backend of Envoy Gateway with `fqdn`',
      });
  }
}

/** A listener for connections has room for one route. */
function* severalConnections(attached: readonly RouteParent[]): Iterable<Finding> {
  const connections = attached.filter(({ route }) => route.id.kind === 'TCPRoute' || route.id.kind === 'UDPRoute');
  const pairs = connections.flatMap((parent) => parent.left.map((listener) => ({ parent, listener })));
  for (const [listener, group] of groupBy(pairs, (pair) => pair.listener))
    for (const { parent } of group.length > 1 ? group : []) {
      const other = group.find((pair) => pair.parent.route !== parent.route);
      if (other !== undefined)
        yield {
          item: parent.route,
          path: parent.field.path,
          message: `listener "${listener.section}" of ${ownerOf(listener)} has ${titled(other.parent.route)}, too, and Envoy Gateway takes one ${parent.route.id.kind} for a listener`,
        };
    }
}
