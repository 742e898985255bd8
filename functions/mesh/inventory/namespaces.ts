import type { Item } from '../../krm/item.ts';
import { ownersOf } from '../../krm/ownership.ts';
import { lazy, memo } from '../lazy.ts';
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
  const byName = lazy(() => new Map(objects.ofKind('', 'Namespace').map((item) => [item.id.name, namespaceOf(item)])));
  const isClosed = memo((name: string): boolean => {
    const own = byName().get(name);
    if (own && isWritten(own.item)) return true;
    return workloadKinds.some(([group, kind]) => objects.inNamespace(group, kind, name).some(isWritten));
  });
  return {
    get all() {
      return [...byName().values()];
    },
    find: (name) => byName().get(name),
    isClosed: (name) => complete || isClosed(name),
  };
}

function namespaceOf(item: Item): Namespace {
  const { name } = item.id;
  return { name, item, labels: { ...asLabels(item.object.metadata.labels), 'kubernetes.io/metadata.name': name } };
}

const isWritten = ({ object }: Item): boolean => ownersOf(object) === undefined;
