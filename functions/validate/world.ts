import type { Item } from '../krm/item.ts';
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
  const byKind = new Map<string, Item[]>();
  for (const item of items) {
    const key = `${splitVersion(item.id.apiVersion).group}/${item.id.kind}`;
    const list = byKind.get(key);
    if (list === undefined) byKind.set(key, [item]);
    else list.push(item);
  }
  return {
    items,
    ofKind: (group, kind) => byKind.get(`${group}/${kind}`) ?? [],
    mesh: options.mesh,
    complete: options.complete === true,
    doubtful: options.doubtful ?? [],
    versions: { ...versionsIn(byKind), ...options.versions },
  };
}

/** The release of Istio that an `Istio` resource of the Sail operator in the package asks for. */
function versionsIn(byKind: ReadonlyMap<string, readonly Item[]>): Readonly<Record<string, string>> {
  const asked = (byKind.get('sailoperator.io/Istio') ?? []).flatMap((item) => {
    const spec = item.object.spec as { readonly version?: unknown } | null | undefined;
    return typeof spec?.version === 'string' ? (/^v?(\d+\.\d+)/.exec(spec.version)?.[1] ?? []) : [];
  });
  return asked.length === 1 ? { istio: asked[0] as string } : {};
}
