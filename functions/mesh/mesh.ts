import type { Item } from '../krm/item.ts';

/** What the proxies of a mesh do with a set of objects. Built once by `buildMesh`, then only read. */
export interface Mesh {
  readonly items: readonly Item[];
}
