import { groupBy } from '../../krm/group-by.ts';
import { isEmpty } from '../../mesh/inventory/labels.ts';
import type { KubeService } from '../../mesh/inventory/services.ts';
import type { Workload } from '../../mesh/inventory/workloads.ts';
import { perWorld } from '../per-world.ts';
import { selectedWorkloads } from './selected-workloads.ts';

/** A workload, and the Services of its namespace that take its pods. */
export interface ServedWorkload {
  readonly workload: Workload;
  readonly services: readonly KubeService[];
}

/** Every workload that Services lead to. */
export const servedWorkloads = perWorld((world): readonly ServedWorkload[] => {
  const pairs = world.mesh.kubeServices
    .filter(({ selector }) => !isEmpty(selector))
    .flatMap((service) =>
      selectedWorkloads(world)
        .inNamespace(service.namespace, service.selector)
        .map((workload) => ({ service, workload })),
    );
  return [...groupBy(pairs, ({ workload }) => workload)].map(([workload, group]) => ({
    workload,
    services: group.map(({ service }) => service),
  }));
});

/** Deployments with sidecars that Services lead to. */
export const meshedServices = perWorld((world): readonly ServedWorkload[] =>
  servedWorkloads(world).filter(
    ({ workload }) => workload.kind === 'Deployment' && workload.proxy.kind === 'sidecar' && workload.proxy.truth.verdict === 'yes',
  ),
);
