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
