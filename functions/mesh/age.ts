import type { Item } from '../krm/item.ts';

/** What istiod sorts competing objects by: creation time, then name, then namespace (`pilot/pkg/model/config.go`). */
export interface Age {
  readonly created: string | undefined;
  readonly name: string;
  readonly namespace: string;
}

export function ageOf(item: Item, namespace: string): Age {
  const created = item.object.metadata.creationTimestamp;
  return { created: typeof created === 'string' ? created : undefined, name: item.id.name, namespace };
}

/** Text in the order of its code units, as Go compares strings. */
export function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Oldest first. Objects without a creation time are not created yet: they come after those with one. */
export function byAge(a: Age, b: Age): number {
  if (a.created !== b.created) {
    if (a.created === undefined) return 1;
    if (b.created === undefined) return -1;
    const difference = Date.parse(a.created) - Date.parse(b.created);
    if (difference !== 0) return difference;
  }
  return byText(a.name, b.name) || byText(a.namespace, b.namespace);
}

/** Whether the files tell which of the two is older. */
export function ageIsKnown(a: Age, b: Age): boolean {
  return a.created !== undefined && b.created !== undefined && Date.parse(a.created) !== Date.parse(b.created);
}
