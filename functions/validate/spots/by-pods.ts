import { groupBy } from '../../krm/group-by.ts';
import type { Item } from '../../krm/item.ts';
import { isEmpty, type Labels } from '../../mesh/inventory/labels.ts';
import { asLabels, asRecord } from '../../mesh/loose.ts';
import type { Finding, World } from '../rule.ts';
import { alternatives } from './alternatives.ts';
import { selectedWorkloads } from './selected-workloads.ts';

/** An object that is for the pods which its selector takes; an empty selector: for all pods of its namespace. */
export interface ForPods {
  readonly item: Item;
  readonly namespace: string;
  readonly selector: Labels;
}

/** Objects of a kind with the labels that they select, which stand at `spec.FIELD.LABELS`. */
export function forPods(world: World, group: string, kind: string, field: string, labels: string): readonly ForPods[] {
  return world.ofKind(group, kind).map((item) => ({
    item,
    namespace: world.mesh.objects.namespaceOf(item),
    selector: asLabels(asRecord(asRecord(asRecord(item.object.spec)[field])[labels])),
  }));
}

/** Objects without a selector that share a namespace. */
export function* sharingNamespace(world: World, objects: readonly ForPods[], upstream: readonly string[]): Iterable<Finding> {
  const wide = objects.filter(({ selector }) => isEmpty(selector));
  for (const group of groupBy(wide, ({ namespace }) => namespace).values())
    for (const object of group) {
      const rivals = rivalsOf(world, object, group);
      if (rivals === '') continue;
      const message = `stands for all of namespace "${object.namespace}" beside ${rivals}`;
      yield { item: object.item, path: ['metadata', 'name'], message, upstream };
    }
}

/** Objects with selectors that take the pods of one workload. */
export function* sharingPods(world: World, objects: readonly ForPods[], field: string, upstream: readonly string[]): Iterable<Finding> {
  const narrow = objects.filter(({ selector }) => !isEmpty(selector));
  const taken = narrow.flatMap((object) =>
    selectedWorkloads(world)
      .inNamespace(object.namespace, object.selector)
      .map((workload) => ({ object, workload })),
  );
  const told = new Set<ForPods>();
  for (const [workload, entries] of groupBy(taken, (entry) => entry.workload)) {
    const group = entries.map(({ object }) => object);
    for (const object of group) {
      const rivals = told.has(object) ? '' : rivalsOf(world, object, group);
      if (rivals === '') continue;
      told.add(object);
      const message = `\`spec.${field}\` takes the pods of ${workload.key}, as does ${rivals}`;
      yield { item: object.item, path: ['spec', field], message, upstream };
    }
  }
}

/** The names of the others that are applied with an object. */
const rivalsOf = (world: World, own: ForPods, group: readonly ForPods[]): string =>
  group
    .filter((object) => object !== own && !alternatives(world)(own.item, object.item))
    .map(({ item, namespace }) => `${item.id.kind} "${namespace}/${item.id.name}"`)
    .join(' and ');
