import { isExportedTo } from '../../../mesh/registry/export-to.ts';
import type { Rule } from '../../rule.ts';
import { titled, wrongAt } from '../../spot.ts';
import { bindings, proxiesOf } from '../../spots/gateway-proxies.ts';

export const notExportedToGateway: Rule = {
  code: 'GI2402',
  name: 'not-exported-to-gateway',
  severity: 'error',
  summary: 'A VirtualService must be exported to the namespace of the pods of its gateways.',
  why: 'the gateway does not see it and answers 404; the namespace of the Gateway object does not matter',
  fix: 'add the namespace of the gateway pods to `exportTo`',
  source: 'istio/istio, pilot/pkg/model/push_context.go (VirtualServicesForGateway)',
  *check(world) {
    for (const { virtualService, gateways } of bindings(world)) {
      const { exportTo, item } = virtualService;
      if (exportTo.everywhere) continue;
      for (const gateway of gateways) {
        const pods = proxiesOf(world, gateway).map(({ workload }) => workload.namespace);
        const [first] = pods;
        if (first === undefined || pods.some((namespace) => namespace === '' || isExportedTo(exportTo, namespace))) continue;
        yield wrongAt(
          { item, path: ['spec', 'exportTo'] },
          `leaves out namespace "${first}", where the pods of ${titled(gateway.item)} are`,
        );
      }
    }
  },
};
