import type { Item } from '../../krm/item.ts';
import { perWorld } from '../per-world.ts';

/** Every kustomization and component of the files. */
export const kustomizations = perWorld((world): readonly Item[] =>
  ['Kustomization', 'Component'].flatMap((kind) => world.ofKind('kustomize.config.k8s.io', kind)),
);
