import type { Item } from '../../krm/item.ts';
import type { Workload } from '../../mesh/inventory/workloads.ts';
import { asLabels, asRecord, isSet } from '../../mesh/loose.ts';
import { perWorld } from '../per-world.ts';
import { at, deep, rootOf, type Spot } from '../spot.ts';
import { alternatives } from './alternatives.ts';
import { selectedWorkloads } from './selected-workloads.ts';

/** A PodDisruptionBudget, and the workloads whose pods it takes. */
export interface DisruptionBudget {
  readonly item: Item;
  readonly spec: Spot;
  /** `undefined` where the selector has more than labels. */
  readonly workloads: readonly Workload[] | undefined;
}

export const disruptionBudgets = perWorld((world): readonly DisruptionBudget[] => {
  const isApart = (item: Item, workload: Workload) => workload.item !== undefined && alternatives(world)(item, workload.item);
  return world.ofKind('policy', 'PodDisruptionBudget').map((item) => {
    const spec = at(rootOf(item), 'spec');
    const selector = deep(spec, 'selector');
    const isPlain = isSet(selector.value) && !isSet(at(selector, 'matchExpressions').value);
    const labels = asLabels(asRecord(selector.value).matchLabels);
    const namespace = world.mesh.objects.namespaceOf(item);
    return {
      item,
      spec,
      workloads: isPlain
        ? selectedWorkloads(world)
            .inNamespace(namespace, labels)
            .filter((workload) => runs(workload) && !isApart(item, workload))
        : undefined,
    };
  });
});

/** Pods of Jobs come and go. */
const runs = ({ kind }: Workload): boolean => kind !== 'Job' && kind !== 'CronJob';
