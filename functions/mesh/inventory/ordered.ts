import type { Item } from '../../krm/item.ts';
import { lazy, memo } from '../lazy.ts';
import type { Inventory } from './inventory.ts';

/** The objects of one kind in the order in which they count. Those that nobody asks for are not even read. */
export interface Ordered<Value> {
  readonly all: readonly Value[];
  inNamespace(namespace: string): readonly Value[];
}

export function ordered<Value>(
  objects: Inventory,
  [group, kind]: readonly [group: string, kind: string],
  read: (item: Item, namespace: string) => Value,
  compare: (one: Value, other: Value) => number,
): Ordered<Value> {
  const readOnce = memo((item: Item) => read(item, objects.namespaceOf(item)));
  const sorted = (items: readonly Item[]) => items.map(readOnce).sort(compare);
  const all = lazy(() => sorted(objects.ofKind(group, kind)));
  return {
    get all() {
      return all();
    },
    inNamespace: memo((namespace: string) => sorted(objects.inNamespace(group, kind, namespace))),
  };
}
