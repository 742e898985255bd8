import { perWorld } from '../per-world.ts';
import { deep, isSet, list, rootOf, type Spot } from '../spot.ts';

/** Every rule of every RequestAuthentication. */
export const jwtRules = perWorld((world): readonly Spot[] =>
  world
    .ofKind('security.istio.io', 'RequestAuthentication')
    .flatMap((item) => list(deep(rootOf(item), 'spec'), 'jwtRules'))
    .filter(isSet),
);
