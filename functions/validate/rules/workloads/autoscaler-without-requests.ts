import { valueAt } from '../../../diagnostics/path.ts';
import type { Workload } from '../../../mesh/inventory/workloads.ts';
import { asRecord, isSet } from '../../../mesh/loose.ts';
import type { Rule, World } from '../../rule.ts';
import { at, deep, list, type Spot, text, wrong } from '../../spot.ts';
import { autoscalers } from '../../spots/scaling.ts';

export const autoscalerWithoutRequests: Rule = {
  code: 'GI2703',
  name: 'autoscaler-without-requests',
  severity: 'warning',
  summary: 'An autoscaler that aims at a share of a resource should find requests for it in every container.',
  why: 'a share of nothing cannot be told: the autoscaler reports an unknown metric and never scales',
  fix: 'set `resources.requests` in the containers of the pod template',
  source: 'https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#algorithm-details',
  *check(world) {
    for (const { spec, workload } of autoscalers(world)) {
      if (workload?.item === undefined || hasDefaults(world, workload)) continue;
      for (const { spot, resource } of shares(spec)) {
        const without = workload.containers.find(({ path }) => !asksFor(workload, path, resource));
        const says = `aims at a share of ${resource}, for which container "${without?.name}" of ${workload.key} has no request`;
        if (without !== undefined) yield wrong(spot, says, world.complete ? { severity: 'error' } : {});
      }
    }
  },
};

/** The metrics that are shares of a resource. */
function shares(spec: Spot): readonly { readonly spot: Spot; readonly resource: string }[] {
  const metrics = list(spec, 'metrics').filter(
    (metric) => text(at(metric, 'type')) === 'Resource' && text(deep(metric, 'resource', 'target', 'type')) === 'Utilization',
  );
  const old = at(spec, 'targetCPUUtilizationPercentage');
  return [
    ...metrics.map((metric) => ({ spot: at(metric, 'resource'), resource: text(deep(metric, 'resource', 'name')) })),
    ...(isSet(old.value) ? [{ spot: old, resource: 'cpu' }] : []),
  ];
}

/** A limit is a request, too, where none is written. */
function asksFor({ item }: Workload, path: readonly (string | number)[], resource: string): boolean {
  const container = asRecord(valueAt(item?.object, path));
  const { requests, limits } = asRecord(container.resources);
  return isSet(asRecord(requests)[resource]) || isSet(asRecord(limits)[resource]);
}

/** A LimitRange may fill requests in. */
const hasDefaults = (world: World, { namespace }: Workload): boolean =>
  world.ofKind('', 'LimitRange').some((item) => world.mesh.objects.namespaceOf(item) === namespace);
