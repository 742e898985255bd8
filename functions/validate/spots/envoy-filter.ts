import { perWorld } from '../per-world.ts';
import { at, deep, isSet, list, rootOf, type Spot, text } from '../spot.ts';

/** One patch of an EnvoyFilter. */
export interface ConfigPatch {
  readonly patch: Spot;
  readonly applyTo: string;
  readonly operation: string;
}

/** Every patch, but those for waypoints, which istiod does not look at. */
export const configPatches = perWorld((world): readonly ConfigPatch[] =>
  world
    .ofKind('networking.istio.io', 'EnvoyFilter')
    .flatMap((item) => list(deep(rootOf(item), 'spec'), 'configPatches'))
    .filter((patch) => isSet(patch) && text(deep(patch, 'match', 'context')) !== 'WAYPOINT')
    .map((patch) => ({ patch, applyTo: text(at(patch, 'applyTo')), operation: text(deep(patch, 'patch', 'operation')) })),
);

/** The filter that a patch looks for in a listener, and the filter inside it. */
export const filterMatches = perWorld((world): readonly (ConfigPatch & { readonly filter: Spot; readonly subFilter: Spot })[] =>
  configPatches(world)
    .filter(({ applyTo }) => ['LISTENER', 'FILTER_CHAIN', 'NETWORK_FILTER', 'HTTP_FILTER'].includes(applyTo))
    .map((patch) => {
      const filter = deep(patch.patch, 'match', 'listener', 'filterChain', 'filter');
      return { ...patch, filter, subFilter: at(filter, 'subFilter') };
    })
    .filter(({ filter }) => isSet(filter)),
);

/** Header values that patches of routes add. */
export const addedHeaders = perWorld((world): readonly { readonly spot: Spot; readonly value: string }[] =>
  configPatches(world)
    .filter(({ applyTo }) => ['ROUTE_CONFIGURATION', 'VIRTUAL_HOST', 'HTTP_ROUTE'].includes(applyTo))
    .flatMap(({ patch }) => ownersIn(deep(patch, 'patch', 'value')))
    .flatMap((owner) => addedFields.flatMap((field) => list(owner, field)))
    .map((entry) => at(at(entry, 'header'), 'value'))
    .filter((spot) => text(spot) !== '')
    .map((spot) => ({ spot, value: text(spot) })),
);

const addedFields = ['request_headers_to_add', 'requestHeadersToAdd', 'response_headers_to_add', 'responseHeadersToAdd'];

/** What may add headers in a value: itself, its virtual hosts, and their routes. */
function ownersIn(value: Spot): readonly Spot[] {
  const hosts = ['virtual_hosts', 'virtualHosts'].flatMap((field) => list(value, field));
  const routes = [value, ...hosts].flatMap((owner) => list(owner, 'routes'));
  return [value, ...hosts, ...routes];
}
