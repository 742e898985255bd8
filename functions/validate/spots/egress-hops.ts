import { groupBy } from '../../krm/group-by.ts';
import type { Item } from '../../krm/item.ts';
import type { Field } from '../../mesh/field.ts';
import type { GatewayProxy } from '../../mesh/listeners/gateway-proxy.ts';
import type { Destination } from '../../mesh/routes/http-rule.ts';
import type { VirtualService } from '../../mesh/routes/virtual-services.ts';
import { perWorld } from '../per-world.ts';
import type { World } from '../rule.ts';
import { alternatives } from './alternatives.ts';

/** One destination of a VirtualService, and for whom the rule is that names it. */
export interface RuledDestination {
  readonly virtualService: VirtualService;
  readonly protocol: 'http' | 'tls' | 'tcp';
  readonly destination: Destination;
  /** `namespace/name`, or `mesh`: those of the matches where every match names some, else those of the VirtualService. */
  readonly gateways: readonly string[];
  /** Whether the matches name gateways. */
  readonly isSplit: boolean;
  readonly rule: Field;
  /** The ports that the matches name; empty: any. */
  readonly ports: readonly number[];
}

/** Every destination of every VirtualService of Istio. */
export const ruledDestinations = perWorld((world): readonly RuledDestination[] =>
  world.mesh.virtualServices.all.filter(({ semantics }) => semantics === 'istio').flatMap(destinationsOf),
);

function destinationsOf(virtualService: VirtualService): readonly RuledDestination[] {
  const { http, tls, tcp } = virtualService;
  const of = (
    protocol: RuledDestination['protocol'],
    rules: readonly Pick<(typeof http)[number] | (typeof tls)[number] | (typeof tcp)[number], 'matches' | 'destinations' | 'field'>[],
  ) =>
    rules.flatMap(({ matches, destinations, field }) => {
      const named = matches.map((match) => match.gateways);
      const isSplit = named.length > 0 && named.every((list) => list.length > 0);
      const gateways = isSplit ? [...new Set(named.flat())] : virtualService.gateways;
      const ports = matches.some(({ port }) => port === 0) ? [] : matches.map(({ port }) => port);
      return destinations.map((destination) => ({ virtualService, protocol, destination, gateways, isSplit, rule: field, ports }));
    });
  return [...of('http', http), ...of('tls', tls), ...of('tcp', tcp)];
}

/** The gateways whose pods are behind a Service, by the host of the Service. */
export const gatewaysBehind = perWorld((world): ReadonlyMap<string, readonly GatewayProxy[]> => {
  const { hostOf } = world.mesh.world;
  const pairs = world.mesh.gatewayProxies.flatMap((proxy) => proxy.services.map((service) => ({ host: hostOf(service), proxy })));
  return new Map([...groupBy(pairs, ({ host }) => host)].map(([host, group]) => [host, group.map(({ proxy }) => proxy)]));
});

/** The pods that serve a Gateway, by its `namespace/name`; Gateways that are not in the files are served by nobody known. */
export const proxiesByKey = perWorld((world): ReadonlyMap<string, readonly GatewayProxy[]> => {
  const pairs = world.mesh.gatewayProxies.flatMap((proxy) =>
    proxy.gateways
      .filter(({ gateway }) => gateway.api === 'istio')
      .map(({ gateway }) => ({ key: `${gateway.namespace}/${gateway.name}`, proxy })),
  );
  return new Map([...groupBy(pairs, ({ key }) => key)].map(([key, group]) => [key, group.map(({ proxy }) => proxy)]));
});

/** A destination as the proxies of a gateway see it. */
export interface GatewayDestination extends RuledDestination {
  readonly proxy: GatewayProxy;
}

/** Every destination to which a gateway sends on what it takes. */
export const gatewayDestinations = perWorld((world): readonly GatewayDestination[] =>
  ruledDestinations(world).flatMap((ruled) => {
    const proxies = ruled.gateways.flatMap((gateway) => proxiesByKey(world).get(gateway) ?? []);
    return proxies.filter(({ workload }) => !isApart(world, ruled, workload.item)).map((proxy) => ({ ...ruled, proxy }));
  }),
);

const isApart = (world: World, { virtualService }: RuledDestination, item: Item | undefined): boolean =>
  item !== undefined && alternatives(world)(virtualService.item, item);

/** The port that a destination means: the one that is written, else the only one of its service. */
export function portMeant(world: World, { destination }: RuledDestination): number | undefined {
  if (destination.port !== 0) return destination.port;
  const ports = [...new Set(world.mesh.registry.withHost(destination.host).flatMap((service) => service.ports.map(({ port }) => port)))];
  return ports.length === 1 ? ports[0] : undefined;
}
