import type { Item } from '../../krm/item.ts';
import { groupBy } from '../../krm/group-by.ts';
import { isEmpty, type Labels } from '../../mesh/inventory/labels.ts';
import { asLabels, asRecord } from '../../mesh/loose.ts';
import type { Finding, World } from '../rule.ts';
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

/** Objects without a selector that share a namespace. Those that do not say their namespace may end up in different ones. */
export function* sharingNamespace(objects: readonly ForPods[], upstream: readonly string[]): Iterable<Finding> {
  const wide = objects.filter(({ selector }) => isEmpty(selector));
  for (const group of groupBy(wide, ({ item }) => item.id.namespace ?? `file ${item.source.file}`).values())
    for (const object of group.length > 1 ? group : [])
      yield {
        item: object.item,
        path: ['metadata', 'name'],
        message: `stands for all of namespace "${object.namespace}" beside ${others(group, object)}`,
        upstream,
      };
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
    for (const object of group.length > 1 ? group : []) {
      if (told.has(object)) continue;
      told.add(object);
      yield {
        item: object.item,
        path: ['spec', field],
        message: `\`spec.${field}\` takes the pods of ${workload.key}, as does ${others(group, object)}`,
        upstream,
      };
    }
  }
}

const others = (group: readonly ForPods[], own: ForPods): string =>
  group
    .filter((object) => object !== own)
    .map(({ item, namespace }) => `${item.id.kind} "${namespace}/${item.id.name}"`)
    .join(' and ');
