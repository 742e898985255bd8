import { groupBy } from '../../krm/group-by.ts';
import type { Item } from '../../krm/item.ts';
import type { Workload } from '../../mesh/inventory/workloads.ts';
import { asNumber, asRecord, asText } from '../../mesh/loose.ts';
import { perWorld } from '../per-world.ts';
import { at, deep, rootOf, type Spot, text } from '../spot.ts';
import { alternatives } from './alternatives.ts';

/** A HorizontalPodAutoscaler, and what it scales where that is in the files. */
export interface Autoscaler {
  readonly item: Item;
  readonly spec: Spot;
  readonly target: { readonly kind: string; readonly name: string };
  readonly workload: Workload | undefined;
}

export const autoscalers = perWorld((world): readonly Autoscaler[] => {
  const byKey = new Map(world.mesh.workloads.filter(({ known }) => known === 'files').map((workload) => [workload.key, workload]));
  const together = (item: Item, workload: Workload | undefined) =>
    workload?.item !== undefined && alternatives(world)(item, workload.item) ? undefined : workload;
  return world.ofKind('autoscaling', 'HorizontalPodAutoscaler').map((item) => {
    const spec = at(rootOf(item), 'spec');
    const target = { kind: text(deep(spec, 'scaleTargetRef', 'kind')), name: text(deep(spec, 'scaleTargetRef', 'name')) };
    return {
      item,
      spec,
      target,
      workload: together(item, byKey.get(`${target.kind} ${world.mesh.objects.namespaceOf(item)}/${target.name}`)),
    };
  });
});

/** How many pods of a workload there are at least, and what says so; `undefined` where the files do not tell. */
export interface Replicas {
  readonly least: number;
  readonly by: string;
}

/** By the autoscaler of a workload, else by its own number, which is 1 where nothing is written. */
export const replicasOf = perWorld((world): ((workload: Workload) => Replicas | undefined) => {
  const byWorkload = groupBy(autoscalers(world), ({ workload }) => workload);
  const foreign = new Set(
    world
      .ofKind('keda.sh', 'ScaledObject')
      .map((item) => `${world.mesh.objects.namespaceOf(item)}/${asText(asRecord(asRecord(item.object.spec).scaleTargetRef).name)}`),
  );
  return (workload) => {
    const [scaler] = byWorkload.get(workload) ?? [];
    if (scaler !== undefined)
      return { least: asNumber(at(scaler.spec, 'minReplicas').value) ?? 1, by: `HorizontalPodAutoscaler "${scaler.item.id.name}"` };
    if (foreign.has(`${workload.namespace}/${workload.name}`) || workload.known !== 'files') return undefined;
    if (!['Deployment', 'StatefulSet'].includes(workload.kind)) return undefined;
    return { least: workload.replicas ?? 1, by: workload.key };
  };
});
