import { groupBy } from '../../krm/group-by.ts';
import type { Item } from '../../krm/item.ts';
import { identity } from '../../krm/kube-object.ts';

/** The objects of the package by kind and by name. Of several with one identity the last counts, as `kubectl apply` would leave it. */
export interface Inventory {
  /** All objects of one kind of one API group, whatever their version; `''` is the core group. */
  ofKind(group: string, kind: string): readonly Item[];
  find(group: string, kind: string, namespace: string, name: string): Item | undefined;
  /** The namespace of an object; what leaves it to the host lies in the default one. */
  namespaceOf(item: Item): string;
}

export function inventory(items: readonly Item[], defaultNamespace: string): Inventory {
  const byIdentity = new Map<string, Item>();
  for (const item of items) byIdentity.set(identity(item.id), item);
  const byKind = groupBy(byIdentity.values(), (item) => kindKey(groupOf(item), item.id.kind));
  const namespaceOf = (item: Item) => item.id.namespace || defaultNamespace;
  return {
    ofKind: (group, kind) => byKind.get(kindKey(group, kind)) ?? [],
    find(group, kind, namespace, name) {
      const own = byIdentity.get(`${group}/${kind}/${namespace}/${name}`);
      return own ?? (namespace === defaultNamespace ? byIdentity.get(`${group}/${kind}//${name}`) : undefined);
    },
    namespaceOf,
  };
}

function groupOf(item: Item): string {
  const slash = item.id.apiVersion.indexOf('/');
  return slash < 0 ? '' : item.id.apiVersion.slice(0, slash);
}

function kindKey(group: string, kind: string): string {
  return `${group}/${kind}`;
}
