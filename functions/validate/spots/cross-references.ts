import type { Item } from '../../krm/item.ts';
import { perWorld } from '../per-world.ts';
import type { World } from '../rule.ts';
import { at, deep, entries, isSet, list, members, number, rootOf, type Spot, text } from '../spot.ts';

export const routeKinds = ['HTTPRoute', 'GRPCRoute', 'TLSRoute', 'TCPRoute', 'UDPRoute'];
export const gatewayApi = 'gateway.networking.k8s.io';

/** A reference from an object of the Gateway API to something that it sends to, or takes certificates from. */
export interface CrossReference {
  readonly spot: Spot;
  readonly from: Item;
  readonly fromNamespace: string;
  readonly group: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  /** 0 where there is none. */
  readonly port: number;
}

/** Backends of routes, those of mirrors included. */
export const backendReferences = perWorld((world): readonly CrossReference[] =>
  routeKinds
    .flatMap((kind) => world.ofKind(gatewayApi, kind))
    .flatMap((item) =>
      list(at(rootOf(item), 'spec'), 'rules').flatMap((rule) =>
        backendsOf(rule).map((spot) => reference(world, item, spot, '', 'Service')),
      ),
    ),
);

function backendsOf(rule: Spot): readonly Spot[] {
  const backends = list(rule, 'backendRefs').filter(isSet);
  const filters = [...list(rule, 'filters'), ...backends.flatMap((backend) => list(backend, 'filters'))];
  return [...backends, ...filters.map((filter) => at(at(filter, 'requestMirror'), 'backendRef')).filter(isSet)];
}

/** Certificates of listeners, and those that Gateways show to backends. */
export const certificateReferences = perWorld((world): readonly CrossReference[] =>
  ['Gateway', 'ListenerSet']
    .flatMap((kind) => world.ofKind(gatewayApi, kind))
    .flatMap((item) => {
      const spec = at(rootOf(item), 'spec');
      const ofListeners = list(spec, 'listeners').flatMap((listener) => list(at(listener, 'tls'), 'certificateRefs'));
      const shown = deep(spec, 'tls', 'backend', 'clientCertificateRef');
      return [...ofListeners, shown].filter(isSet).map((spot) => reference(world, item, spot, '', 'Secret'));
    }),
);

/** Authorities by which Gateways judge their clients, and BackendTLSPolicies their backends. */
export const authorityReferences = perWorld((world): readonly CrossReference[] => [
  ...world.ofKind(gatewayApi, 'Gateway').flatMap((item) => {
    const frontend = deep(rootOf(item), 'spec', 'tls', 'frontend');
    const places = [at(frontend, 'default'), ...list(frontend, 'perPort').map((entry) => at(entry, 'tls'))];
    return places.flatMap((place) => authoritiesIn(world, item, at(place, 'validation')));
  }),
  ...world.ofKind(gatewayApi, 'BackendTLSPolicy').flatMap((item) => authoritiesIn(world, item, deep(rootOf(item), 'spec', 'validation'))),
]);

const authoritiesIn = (world: World, item: Item, validation: Spot): readonly CrossReference[] =>
  list(validation, 'caCertificateRefs')
    .filter(isSet)
    .map((spot) => reference(world, item, spot, '', 'ConfigMap'));

const policyKinds = ['SecurityPolicy', 'EnvoyExtensionPolicy', 'BackendTrafficPolicy'];

/** Services that policies of Envoy Gateway ask, such as authorizers. */
export const policyBackendReferences = perWorld((world): readonly CrossReference[] =>
  policyKinds
    .flatMap((kind) => world.ofKind('gateway.envoyproxy.io', kind))
    .flatMap((item) => backendsBelow(at(rootOf(item), 'spec')).map((spot) => reference(world, item, spot, '', 'Service'))),
);

/** Every `backendRef` and `backendRefs` below a place. */
function backendsBelow(spot: Spot): readonly Spot[] {
  return [...members(spot), ...entries(spot)].flatMap((entry) => {
    if (entry.key === 'backendRefs') return entries(entry).filter(isSet);
    return entry.key === 'backendRef' ? [entry] : backendsBelow(entry);
  });
}

/** What a place refers to: the group and kind are those of its field where it says none. */
export function reference(world: World, from: Item, spot: Spot, group: string, kind: string): CrossReference {
  const fromNamespace = world.mesh.objects.namespaceOf(from);
  return {
    spot,
    from,
    fromNamespace,
    group: isSet(at(spot, 'group')) ? text(at(spot, 'group')) : group,
    kind: text(at(spot, 'kind')) || kind,
    namespace: text(at(spot, 'namespace')) || fromNamespace,
    name: text(at(spot, 'name')),
    port: number(at(spot, 'port')),
  };
}

/** Routes of calls within the mesh: their parents are Services. */
export const isForMesh = (item: Item): boolean => {
  const parents = list(at(rootOf(item), 'spec'), 'parentRefs').map((parent) => text(at(parent, 'kind')) || 'Gateway');
  return parents.length > 0 && !parents.some((kind) => kind === 'Gateway' || kind === 'ListenerSet');
};
