import { perWorld } from '../per-world.ts';
import type { World } from '../rule.ts';
import { at, entries, isSet, length, list, members, rootOf, type Spot, text } from '../spot.ts';

/** A VirtualService with what many rules ask of it. */
export interface VirtualService {
  readonly root: Spot;
  readonly spec: Spot;
  readonly hosts: readonly Spot[];
  readonly gateways: readonly Spot[];
  /** It is for other VirtualServices to delegate to, because it has no hosts. */
  readonly isDelegate: boolean;
  /** It names gateways and not the mesh, so that sidecars do not read it. */
  readonly isForGatewaysOnly: boolean;
}

export const virtualServices = perWorld((world): readonly VirtualService[] =>
  world.ofKind('networking.istio.io', 'VirtualService').map((item) => {
    const root = rootOf(item);
    const spec = at(root, 'spec');
    const gateways = list(spec, 'gateways');
    return {
      root,
      spec,
      hosts: list(spec, 'hosts'),
      gateways,
      isDelegate: length(at(spec, 'hosts')) === 0,
      isForGatewaysOnly: gateways.length > 0 && !gateways.some((gateway) => gateway.value === 'mesh'),
    };
  }),
);

/** Every route of one protocol, with its VirtualService. */
export interface Route {
  readonly route: Spot;
  readonly service: VirtualService;
}

const routesOf = (protocol: 'http' | 'tls' | 'tcp') =>
  perWorld((world): readonly Route[] =>
    virtualServices(world).flatMap((service) =>
      list(service.spec, protocol)
        .filter(isSet)
        .map((route) => ({ route, service })),
    ),
  );

export const httpRoutes = routesOf('http');
export const tlsRoutes = routesOf('tls');
export const tcpRoutes = routesOf('tcp');

/** Every match of an HTTP route. */
export const httpMatches = perWorld((world): readonly (Route & { readonly match: Spot })[] =>
  httpRoutes(world).flatMap(({ route, service }) =>
    list(route, 'match')
      .filter(isSet)
      .map((match) => ({ match, route, service })),
  ),
);

/** Every match of a TLS or TCP route. */
export const layer4Matches = perWorld((world): readonly Spot[] =>
  [...tlsRoutes(world), ...tcpRoutes(world)].flatMap(({ route }) => list(route, 'match').filter(isSet)),
);

/** The weighted destinations of every route, one list a route. */
export const destinationLists = perWorld((world): readonly Spot[] =>
  [...httpRoutes(world), ...tlsRoutes(world), ...tcpRoutes(world)].map(({ route }) => at(route, 'route')).filter(isSet),
);

/** Every `destination`, of routes and of mirrors. */
export const destinations = perWorld((world): readonly Spot[] =>
  [
    ...destinationLists(world).flatMap((targets) => entries(targets).map((target) => at(target, 'destination'))),
    ...httpRoutes(world).flatMap(({ route }) => [
      at(route, 'mirror'),
      ...list(route, 'mirrors').map((mirror) => at(mirror, 'destination')),
    ]),
  ].filter(isSet),
);

/** One change of a header: of a request or a response, of a whole route or of one destination. */
export interface HeaderChange {
  readonly spot: Spot;
  readonly name: string;
  /** Absent where the header is removed. */
  readonly value: string | undefined;
  /** Requests may have their authority set; nothing else of what proxies own may be touched. */
  readonly mayBeAuthority: boolean;
}

export const headerChanges = perWorld((world: World): readonly HeaderChange[] =>
  httpRoutes(world).flatMap(({ route }) => [route, ...list(route, 'route')].flatMap((owner) => changesOf(at(owner, 'headers')))),
);

function changesOf(headers: Spot): readonly HeaderChange[] {
  if (!isSet(headers)) return [];
  return ['request', 'response'].flatMap((direction) => {
    const operations = at(headers, direction);
    const written = ['add', 'set'].flatMap((operation) => members(at(operations, operation)));
    return [
      ...written.map((spot) => ({ spot, name: spot.key, value: text(spot), mayBeAuthority: direction === 'request' })),
      ...list(operations, 'remove').map((spot) => ({ spot, name: text(spot), value: undefined, mayBeAuthority: false })),
    ];
  });
}

/** `@request.auth.claims.name` or `@request.auth.claims[name]` in place of a header name. */
export const isClaim = (header: string): boolean => /^@request\.auth\.claims(?:\..+|\[.+\])$/i.test(header);

export const isAuthority = (header: string): boolean => /^(?::authority|host)$/i.test(header);
