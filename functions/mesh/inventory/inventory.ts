import { groupBy } from '../../krm/group-by.ts';
import type { Item } from '../../krm/item.ts';
import { identity } from '../../krm/kube-object.ts';
import { memo } from '../lazy.ts';

/**
 * The objects of the package by kind and by name. Of several with one identity the last counts, as `kubectl apply` would leave it; text that cannot be read says
 * nothing. Objects are read when their kind is asked for.
 */
export interface Inventory {
  /** All objects of one kind of one API group, whatever their version; `''` is the core group. */
  ofKind(group: string, kind: string): readonly Item[];
  /** Those of one namespace: the others are not even read. */
  inNamespace(group: string, kind: string, namespace: string): readonly Item[];
  find(group: string, kind: string, namespace: string, name: string): Item | undefined;
  /** The namespace of an object; what leaves it to the host lies in the default one. */
  namespaceOf(item: Item): string;
}

export function inventory(items: readonly Item[], defaultNamespace: string): Inventory {
  const written = groupBy(items, (item) => kindKey(groupOf(item), item.id.kind));
  const namespaceOf = (item: Item) => item.id.namespace || defaultNamespace;
  const byIdentity = memo((key: string) => lastOfEach(written.get(key) ?? []));
  const lists = memo((key: string) => [...byIdentity(key).values()]);
  const byNamespace = memo((key: string) => groupBy(written.get(key) ?? [], namespaceOf));
  return {
    ofKind: (group, kind) => lists(kindKey(group, kind)),
    inNamespace: (group, kind, namespace) => [...lastOfEach(byNamespace(kindKey(group, kind)).get(namespace) ?? []).values()],
    find(group, kind, namespace, name) {
      const ofKind = byIdentity(kindKey(group, kind));
      const own = ofKind.get(`${group}/${kind}/${namespace}/${name}`);
      return own ?? (namespace === defaultNamespace ? ofKind.get(`${group}/${kind}//${name}`) : undefined);
    },
    namespaceOf,
  };
}

/** The objects that can be read, the last one of each identity. */
function lastOfEach(items: readonly Item[]): ReadonlyMap<string, Item> {
  return new Map(items.filter(({ problems = [] }) => problems.length === 0).map((item) => [identity(item.id), item]));
}

function groupOf(item: Item): string {
  const slash = item.id.apiVersion.indexOf('/');
  return slash < 0 ? '' : item.id.apiVersion.slice(0, slash);
}

function kindKey(group: string, kind: string): string {
  return `${group}/${kind}`;
}
