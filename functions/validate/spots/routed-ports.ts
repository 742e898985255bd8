import { groupBy } from '../../krm/group-by.ts';
import { isHttp } from '../../mesh/inventory/protocol.ts';
import { type KubeService, type KubeServicePort, targetPortIn } from '../../mesh/inventory/services.ts';
import type { Server } from '../../mesh/listeners/gateway.ts';
import type { GatewayProxy } from '../../mesh/listeners/gateway-proxy.ts';
import { perWorld } from '../per-world.ts';
import type { World } from '../rule.ts';
import { at, deep, isSet, list, type Spot, text } from '../spot.ts';
import { gatewayPorts } from './gateway-proxies.ts';
import { type OpenshiftRoute, openshiftRoutes } from './openshift-routes.ts';

/** A Service that a Route names, at the place where it does. */
export interface RoutedService extends OpenshiftRoute {
  readonly to: Spot;
  readonly namespace: string;
  /** Absent where the files do not have it. */
  readonly service: KubeService | undefined;
}

export const routedServices = perWorld((world): readonly RoutedService[] => {
  const byKey = new Map(world.mesh.kubeServices.map((service) => [`${service.namespace}/${service.name}`, service]));
  return openshiftRoutes(world).flatMap((route) => {
    const namespace = world.mesh.objects.namespaceOf(route.root.item);
    return [at(route.spec, 'to'), ...list(route.spec, 'alternateBackends')]
      .filter((to) => isSet(to) && text(at(to, 'name')) !== '')
      .map((to) => ({ ...route, to, namespace, service: byKey.get(`${namespace}/${text(at(to, 'name'))}`) }));
  });
});

/** The port of a Service that a Route leads to; `undefined` where it has none of that name or number, or where it is left open. */
export function routedPort({ spec, service }: RoutedService): KubeServicePort | undefined {
  const { value } = deep(spec, 'port', 'targetPort');
  const ports = service?.ports ?? [];
  if (value === undefined) return ports.length === 1 ? ports[0] : undefined;
  return ports.find(({ name, targetPort }) => name === value || String(targetPort) === String(value));
}

/** A port of a gateway that a Route leads to, with the servers that listen there. */
export interface RoutedPort extends RoutedService {
  readonly proxy: GatewayProxy;
  readonly port: KubeServicePort;
  readonly servers: readonly Server[];
}

export const routedPorts = perWorld((world): readonly RoutedPort[] => {
  const behind = groupBy(
    world.mesh.gatewayProxies.flatMap((proxy) => proxy.services.map((service) => ({ service, proxy }))),
    ({ service }) => service,
  );
  return routedServices(world).flatMap((routed) => {
    const port = routedPort(routed);
    if (port === undefined || routed.service === undefined) return [];
    return (behind.get(routed.service) ?? []).map(({ proxy }) => ({ ...routed, proxy, port, servers: serversAt(world, proxy, port) }));
  });
});

const portsByProxy = perWorld((world) => groupBy(gatewayPorts(world), ({ proxy }) => proxy));

function serversAt(world: World, proxy: GatewayProxy, port: KubeServicePort): readonly Server[] {
  const target = targetPortIn(port, proxy.workload);
  const found = portsByProxy(world)
    .get(proxy)
    ?.find((entry) => entry.port === target);
  return found?.servers.map(({ server }) => server) ?? [];
}

/** Whether a server expects TLS. */
export const wantsTls = ({ tls, protocol }: Server): boolean => tls !== undefined && !isHttp(protocol);
