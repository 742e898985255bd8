import type { Rule } from '../../rule.ts';
import { selectedWorkloads } from '../../spots/selected-workloads.ts';

export const rootSidecarWithSelector: Rule = {
  code: 'GI3033',
  name: 'root-sidecar-with-selector',
  severity: 'warning',
  summary: 'A Sidecar of the root namespace should be for all pods of the mesh.',
  why: 'one with a selector holds for pods of the root namespace only, and is no default for others',
  fix: 'delete `workloadSelector`, or put the Sidecar into the namespace of the pods',
  source: 'https://istio.io/latest/docs/reference/config/networking/sidecar/',
  upstream: ['KIA1006'],
  *check(world) {
    const root = world.mesh.settings.rootNamespace.value;
    for (const { item, namespace, selector } of world.mesh.sidecars.all)
      if (namespace === root && selector !== undefined && selectedWorkloads(world).inNamespace(root, selector).length === 0)
        yield {
          item,
          path: ['spec', 'workloadSelector'],
          message: `\`spec.workloadSelector\` takes pods of namespace "${root}" only, which is the root namespace`,
        };
  },
};
