import type { Item } from '../../krm/item.ts';
import { ownersOf } from '../../krm/ownership.ts';
import { asLabels } from '../loose.ts';
import type { Inventory } from './inventory.ts';
import type { Labels } from './labels.ts';

/** What the files tell about namespaces. */
export interface Namespaces {
  readonly all: readonly Namespace[];
  find(name: string): Namespace | undefined;
  /**
   * Whether what is not in the files does not exist there: the Namespace or workloads of it are in the set, or the set is complete. What an intent made counts
   * for nothing: gateways often stand in a namespace whose applications lie in another repository.
   */
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
  const closed = new Set([...byName.values()].filter(({ item }) => isWritten(item)).map(({ name }) => name));
  for (const [group, kind] of workloadKinds) {
    for (const item of objects.ofKind(group, kind)) if (isWritten(item)) closed.add(objects.namespaceOf(item));
  }
  return { all: [...byName.values()], find: (name) => byName.get(name), isClosed: (name) => complete || closed.has(name) };
}

const isWritten = ({ object }: Item): boolean => ownersOf(object) === undefined;
