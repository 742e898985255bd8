import type { Rule } from '../../rule.ts';

const mode = 'istio.io/dataplane-mode';

export const gatewayInAmbient: Rule = {
  code: 'GI2713',
  name: 'gateway-in-ambient',
  severity: 'warning',
  summary: 'The pods of a gateway in an ambient namespace should be left out of the ambient mesh.',
  why: 'ztunnel captures the traffic of the gateway, too, which is a proxy itself',
  fix: 'add the label `istio.io/dataplane-mode: none` to the pod template',
  source: 'https://istio.io/latest/docs/ambient/usage/add-workloads/',
  *check(world) {
    for (const { workload } of world.mesh.gatewayProxies) {
      const { item, template, labels, namespace } = workload;
      const isAmbient = world.mesh.namespaces.find(namespace)?.labels[mode] === 'ambient';
      if (isAmbient && item !== undefined && template !== undefined && labels[mode] !== 'none')
        yield {
          item,
          path: [...template, 'metadata', 'labels'],
          message: `its pods are a gateway in namespace "${namespace}", which is in the ambient mesh`,
        };
    }
  },
};
