import { isEmpty, type Labels } from '../../../mesh/inventory/labels.ts';
import type { Workload } from '../../../mesh/inventory/workloads.ts';
import type { Rule } from '../../rule.ts';
import { forPods } from '../../spots/by-pods.ts';
import { selectedWorkloads } from '../../spots/selected-workloads.ts';

export const sidecarInAmbient: Rule = {
  code: 'GI3012',
  name: 'sidecar-in-ambient',
  severity: 'warning',
  summary: 'A Sidecar should not be for pods of the ambient mesh.',
  why: 'there is no sidecar that it could configure',
  fix: 'delete the Sidecar, or take the pods out of the ambient mesh',
  source: 'https://istio.io/latest/docs/reference/config/analysis/ist0167/',
  upstream: ['IST0167'],
  *check(world) {
    for (const { item, namespace, selector } of forPods(world, 'networking.istio.io', 'Sidecar', 'workloadSelector', 'labels')) {
      const isAmbient = isAmbientNamespace(world.mesh.namespaces.find(namespace)?.labels ?? {});
      if (isEmpty(selector)) {
        if (isAmbient) yield { item, path: ['metadata', 'name'], message: `is for namespace "${namespace}", which is in the ambient mesh` };
        continue;
      }
      const pods = selectedWorkloads(world).inNamespace(namespace, selector);
      const found = pods.find((workload) => isAmbientWorkload(workload, isAmbient));
      if (found)
        yield { item, path: ['spec', 'workloadSelector'], message: `selects the pods of ${found.key}, which are in the ambient mesh` };
    }
  },
};

/** Labels for sidecars win over the ambient mode. */
const isAmbientNamespace = (labels: Labels): boolean =>
  labels['istio.io/dataplane-mode'] === 'ambient' && labels['istio-injection'] !== 'enabled' && !labels['istio.io/rev'];

const isAmbientWorkload = ({ labels, annotations, proxy }: Workload, inAmbient: boolean): boolean =>
  annotations['ambient.istio.io/redirection'] === 'enabled' ||
  (proxy.kind === 'none' && (labels['istio.io/dataplane-mode'] ?? (inAmbient ? 'ambient' : '')) === 'ambient');
