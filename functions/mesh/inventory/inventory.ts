import { groupBy } from '../../krm/group-by.ts';
import type { Item } from '../../krm/item.ts';
import { identity, type ObjectId } from '../../krm/kube-object.ts';
import { memo } from '../lazy.ts';
import { type MayHold, mayHold } from './mentions.ts';

/**
 * The objects of the package by kind and by name. Of several with one identity the last counts, as `kubectl apply` would leave it; text that cannot be read says
 * nothing. Objects are read when they are asked for.
 */
export interface Inventory {
  /** All objects of one kind of one API group, whatever their version; `''` is the core group. */
  ofKind(group: string, kind: string): readonly Item[];
  /** Those of one namespace: the others are not even read. */
  inNamespace(group: string, kind: string, namespace: string): readonly Item[];
  /** Those whose identity is wanted: the others are not even read. */
  identified(group: string, kind: string, isWanted: (id: ObjectId) => boolean): readonly Item[];
  /** Those that may hold what is asked for, one by one: the others, and those behind the last one that is taken, are not even read. */
  mentioning(group: string, kind: string, test: MayHold): Iterable<Item>;
  find(group: string, kind: string, namespace: string, name: string): Item | undefined;
  /** The namespace of an object; what leaves it to the host lies in the default one. */
  namespaceOf(item: Item): string;
  namespaceIn(id: ObjectId): string;
}

export function inventory(items: readonly Item[], defaultNamespace: string): Inventory {
  const written = groupBy(items, (item) => kindKey(groupOf(item), item.id.kind));
  const namespaceIn = (id: ObjectId) => id.namespace || defaultNamespace;
  const namespaceOf = ({ id }: Item) => namespaceIn(id);
  const ofKind = (group: string, kind: string) => written.get(kindKey(group, kind)) ?? [];
  const byIdentity = memo((key: string) => sameObjects(written.get(key) ?? []));
  const lists = memo((key: string) => lastOfEach(byIdentity(key)));
  const byNamespace = memo((key: string) => groupBy(written.get(key) ?? [], namespaceOf));
  return {
    ofKind: (group, kind) => lists(kindKey(group, kind)),
    inNamespace: (group, kind, namespace) => lastOfEach(sameObjects(byNamespace(kindKey(group, kind)).get(namespace) ?? [])),
    identified: (group, kind, isWanted) => lastOfEach(sameObjects(ofKind(group, kind).filter(({ id }) => isWanted(id)))),
    *mentioning(group, kind, test) {
      for (const same of byIdentity(kindKey(group, kind)).values()) {
        const item = same.some((one) => mayHold(one, test)) ? lastReadable(same) : undefined;
        if (item) yield item;
      }
    },
    find(group, kind, namespace, name) {
      const known = byIdentity(kindKey(group, kind));
      const own = lastReadable(known.get(`${group}/${kind}/${namespace}/${name}`) ?? []);
      return own ?? (namespace === defaultNamespace ? lastReadable(known.get(`${group}/${kind}//${name}`) ?? []) : undefined);
    },
    namespaceOf,
    namespaceIn,
  };
}

type ByIdentity = ReadonlyMap<string, readonly Item[]>;

const sameObjects = (items: readonly Item[]): ByIdentity => groupBy(items, ({ id }) => identity(id));

const lastOfEach = (same: ByIdentity): readonly Item[] => [...same.values()].flatMap((items) => lastReadable(items) ?? []);

const lastReadable = (items: readonly Item[]): Item | undefined => items.findLast(({ problems = [] }) => problems.length === 0);

function groupOf(item: Item): string {
  const slash = item.id.apiVersion.indexOf('/');
  return slash < 0 ? '' : item.id.apiVersion.slice(0, slash);
}

function kindKey(group: string, kind: string): string {
  return `${group}/${kind}`;
}
