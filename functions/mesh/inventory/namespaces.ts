import type { Item } from '../../krm/item.ts';
import { asLabels } from '../loose.ts';
import type { Inventory } from './inventory.ts';
import type { Labels } from './labels.ts';

/** What the files tell about namespaces. */
export interface Namespaces {
  find(name: string): Namespace | undefined;
  /** Whether what is not in the files does not exist there: the Namespace or workloads of it are in the set, or the set is complete. */
  isClosed(name: string): boolean;
}

export interface Namespace {
  readonly name: string;
  readonly item: Item;
  readonly labels: Labels;
}

const workloadKinds = [
  ['apps', 'Deployment'],
  ['apps', 'StatefulSet'],
  ['apps', 'DaemonSet'],
  ['', 'Pod'],
] as const;

export function namespaces(objects: Inventory, complete: boolean): Namespaces {
  const byName = new Map<string, Namespace>();
  for (const item of objects.ofKind('', 'Namespace')) {
    const labels = { ...asLabels(item.object.metadata.labels), 'kubernetes.io/metadata.name': item.id.name };
    byName.set(item.id.name, { name: item.id.name, item, labels });
  }
  const closed = new Set(byName.keys());
  for (const [group, kind] of workloadKinds) {
    for (const item of objects.ofKind(group, kind)) closed.add(objects.namespaceOf(item));
  }
  return { find: (name) => byName.get(name), isClosed: (name) => complete || closed.has(name) };
}
