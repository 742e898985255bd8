import { isEmpty } from '../../../mesh/inventory/labels.ts';
import type { Rule } from '../../rule.ts';
import { forPods } from '../../spots/by-pods.ts';
import { selectedWorkloads } from '../../spots/selected-workloads.ts';

export const sidecarForGateway: Rule = {
  code: 'GI2611',
  name: 'sidecar-for-gateway',
  severity: 'warning',
  summary: 'A Sidecar should not select the pods of a gateway.',
  why: 'it is for sidecars only: gateways know everything that is exported to their namespace, and send it anywhere',
  fix: 'delete the Sidecar; restrict a gateway with `exportTo`, an AuthorizationPolicy or a NetworkPolicy',
  source: 'istio/istio, pilot/pkg/model/push_context.go (router scope)',
  *check(world) {
    for (const { item, namespace, selector } of forPods(world, 'networking.istio.io', 'Sidecar', 'workloadSelector', 'labels')) {
      if (isEmpty(selector)) continue;
      const pods = selectedWorkloads(world).inNamespace(namespace, selector);
      const [first] = pods;
      if (first !== undefined && pods.every(({ proxy }) => proxy.kind === 'gateway' && proxy.truth.verdict === 'yes'))
        yield {
          item,
          path: ['spec', 'workloadSelector'],
          message: `\`spec.workloadSelector\` takes the pods of ${first.key}, which are a gateway`,
        };
    }
  },
};
