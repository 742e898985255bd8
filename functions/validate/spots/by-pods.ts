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
      if (rivals.length === 0) continue;
      const where = object.item.id.namespace === undefined ? 'its namespace' : `namespace "${object.namespace}"`;
      const message = `stands for all of ${where} beside ${rivals.map(named).join(' and ')}`;
      yield { item: object.item, path: ['metadata', 'name'], message, upstream, ...certainty(world, object, rivals) };
    }
}

/** Files of a folder that say no namespace may be for several of them. */
function certainty(world: World, { item }: ForPods, rivals: readonly ForPods[]): Pick<Finding, 'severity'> {
  const isKnown = world.complete || item.id.namespace !== undefined || rivals.some((rival) => rival.item.source.file === item.source.file);
  return isKnown ? {} : { severity: 'warning' };
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
      const rivals = told.has(object) ? [] : rivalsOf(world, object, group);
      if (rivals.length === 0) continue;
      told.add(object);
      const message = `\`spec.${field}\` takes the pods of ${workload.key}, as does ${rivals.map(named).join(' and ')}`;
      yield { item: object.item, path: ['spec', field], message, upstream, ...certainty(world, object, rivals) };
    }
  }
}

/** The others that are applied with an object. */
const rivalsOf = (world: World, own: ForPods, group: readonly ForPods[]): readonly ForPods[] =>
  group.filter((object) => object !== own && !alternatives(world)(own.item, object.item));

const named = ({ item, namespace }: ForPods): string => `${item.id.kind} "${namespace}/${item.id.name}"`;
