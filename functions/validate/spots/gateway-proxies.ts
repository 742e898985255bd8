import { groupBy } from '../../krm/group-by.ts';
import type { Gateway } from '../../mesh/listeners/gateway.ts';
import { gatewayKey } from '../../mesh/listeners/gateway.ts';
import type { GatewayProxy } from '../../mesh/listeners/gateway-proxy.ts';
import type { BoundServer } from '../../mesh/listeners/merge-servers.ts';
import { resolvePort } from '../../mesh/listeners/target-ports.ts';
import type { VirtualService } from '../../mesh/routes/virtual-services.ts';
import { perWorld } from '../per-world.ts';
import type { World } from '../rule.ts';

/** The Gateways of Istio, by `namespace/name`. */
export const gatewaysByKey = perWorld(
  (world): ReadonlyMap<string, Gateway> =>
    new Map(world.mesh.gateways.filter(({ api }) => api === 'istio').map((gateway) => [gatewayKey(gateway), gateway])),
);

const proxiesByGateway = perWorld((world): ReadonlyMap<Gateway, readonly GatewayProxy[]> => {
  const pairs = world.mesh.gatewayProxies.flatMap((proxy) => proxy.gateways.map(({ gateway }) => ({ gateway, proxy })));
  return new Map([...groupBy(pairs, ({ gateway }) => gateway)].map(([gateway, group]) => [gateway, group.map(({ proxy }) => proxy)]));
});

/** The pods that serve a Gateway. */
export function proxiesOf(world: World, gateway: Gateway): readonly GatewayProxy[] {
  return proxiesByGateway(world).get(gateway) ?? [];
}

/** One container port of the pods of one workload, with every server of Istio's Gateways that asks for it, the oldest Gateway first. */
export interface GatewayPort {
  readonly proxy: GatewayProxy;
  readonly port: number;
  readonly servers: readonly Omit<BoundServer, 'routeName'>[];
}

export const gatewayPorts = perWorld((world): readonly GatewayPort[] =>
  world.mesh.gatewayProxies.flatMap((proxy) => {
    const bound = proxy.gateways
      .filter(({ gateway }) => gateway.api === 'istio')
      .flatMap(({ gateway }) => gateway.servers)
      .flatMap((server) => resolvePort(server.port, proxy.targets, false).map((resolved) => ({ server, ...resolved })));
    return [...groupBy(bound, ({ port }) => port)].map(([port, servers]) => ({ proxy, port, servers }));
  }),
);

/** A VirtualService, and what its `gateways` lead to. */
export interface Binding {
  readonly virtualService: VirtualService;
  /** Those of its Gateways that are in the files. */
  readonly gateways: readonly Gateway[];
  /** Whether all of its Gateways are in the files. */
  readonly isWhole: boolean;
  readonly isForMesh: boolean;
}

/** Every VirtualService with hosts. */
export const bindings = perWorld((world): readonly Binding[] => {
  const known = gatewaysByKey(world);
  return world.mesh.virtualServices.all
    .filter(({ semantics }) => semantics === 'istio')
    .map((virtualService) => {
      const named = [...new Set(virtualService.gateways)].filter((gateway) => gateway !== 'mesh');
      const gateways = named.flatMap((key) => known.get(key) ?? []);
      return {
        virtualService,
        gateways,
        isWhole: gateways.length === named.length,
        isForMesh: virtualService.gateways.includes('mesh'),
      };
    });
});
