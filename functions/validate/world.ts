import type { Item } from '../krm/item.ts';
import { memo } from '../mesh/lazy.ts';
import type { Mesh } from '../mesh/mesh.ts';
import { splitVersion } from './fields/kinds.ts';
import type { World } from './rule.ts';

export interface WorldOptions {
  readonly mesh: Mesh;
  /** The files are the whole cluster. */
  readonly complete?: boolean;
  /** Objects that were left out because several versions of them are written. */
  readonly doubtful?: readonly Item[];
  /** The releases in use where they are known, by the names in generated/kinds.ts. */
  readonly versions?: Readonly<Record<string, string>>;
}

/** What the rules look at: the items with an index by kind, and what the proxies make of them. */
export function buildWorld(items: readonly Item[], options: WorldOptions): World {
  const byKind = indexByKind(items);
  return {
    items,
    ofKind: (group, kind) => byKind.get(`${group}/${kind}`) ?? [],
    mesh: options.mesh,
    complete: options.complete === true,
    doubtful: options.doubtful ?? [],
    versions: { ...versionsIn(byKind), ...options.versions },
  };
}

/** By `group/kind`. There are few different ones, so that their names are put together once. */
function indexByKind(items: readonly Item[]): ReadonlyMap<string, readonly Item[]> {
  const byKind = new Map<string, Item[]>();
  const nameOf = memo((apiVersion: string) => memo((kind: string) => `${splitVersion(apiVersion).group}/${kind}`));
  for (const item of items) {
    const key = nameOf(item.id.apiVersion)(item.id.kind);
    const list = byKind.get(key);
    if (list === undefined) byKind.set(key, [item]);
    else list.push(item);
  }
  return byKind;
}

/** The release of Istio that an `Istio` resource of the Sail operator in the package asks for. */
function versionsIn(byKind: ReadonlyMap<string, readonly Item[]>): Readonly<Record<string, string>> {
  const asked = (byKind.get('sailoperator.io/Istio') ?? []).flatMap((item) => {
    const spec = item.object.spec as { readonly version?: unknown } | null | undefined;
    return typeof spec?.version === 'string' ? (/^v?(\d+\.\d+)/.exec(spec.version)?.[1] ?? []) : [];
  });
  return asked.length === 1 ? { istio: asked[0] as string } : {};
}
