import { knownKinds } from '../fields/kinds.ts';
import { perWorld } from '../per-world.ts';
import { rootOf, type Spot } from '../spot.ts';

/** Every object of a kind of Istio's own. */
export const istioObjects = perWorld((world): readonly Spot[] =>
  knownKinds()
    .filter(({ upstream }) => upstream === 'istio')
    .flatMap(({ group, kind }) => world.ofKind(group, kind))
    .map(rootOf),
);
