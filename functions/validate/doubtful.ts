import type { Item } from '../krm/item.ts';
import { identity } from '../krm/kube-object.ts';
import { isNamedLater } from './placeholder.ts';

export interface Sorted {
  /** Every object that is written once, and one of those that are written several times alike. */
  readonly certain: readonly Item[];
  /** Objects of which the files hold several versions, for other clusters, other steps, other releases, and those whose names are filled in later. */
  readonly doubtful: readonly Item[];
}

/** Tells objects of which several versions are written from the others: only one of them can be in a cluster, and nobody can tell which. */
export function sortDoubtful(items: readonly Item[]): Sorted {
  const first = new Map<string, Item>();
  const doubtful = new Set<string>();
  const again = new Set<Item>();
  let isOpen = false;
  for (const item of items) {
    if (isNeverApplied(item)) continue;
    const key = identity(item.id);
    isOpen ||= isNamedLater(item);
    const before = first.get(key);
    if (before === undefined) first.set(key, item);
    else if (isAlike(before, item)) again.add(item);
    else doubtful.add(key);
  }
  const isDoubtful = (item: Item) => !isNeverApplied(item) && (doubtful.has(identity(item.id)) || isNamedLater(item));
  if (again.size === 0 && doubtful.size === 0 && !isOpen) return { certain: items, doubtful: [] };
  return { certain: items.filter((item) => !isDoubtful(item) && !again.has(item)), doubtful: items.filter(isDoubtful) };
}

/** Kustomizations have no names of their own, and are in no cluster. */
export const isNeverApplied = ({ id }: Item): boolean => id.apiVersion.startsWith('kustomize.config.k8s.io/');

const isAlike = (one: Item, other: Item): boolean =>
  one.text === undefined || other.text === undefined ? one.object === other.object : one.text.trim() === other.text.trim();
