import type { Item } from '../../../krm/item.ts';
import { isEmpty } from '../../../mesh/inventory/labels.ts';
import type { Workload } from '../../../mesh/inventory/workloads.ts';
import type { Rule } from '../../rule.ts';
import { wrongAt } from '../../spot.ts';
import { alternatives } from '../../spots/alternatives.ts';
import { proxiesOf } from '../../spots/gateway-proxies.ts';
import { istioGateways } from '../../spots/istio-gateways.ts';

export const selectorBeyondNamespace: Rule = {
  code: 'GI2108',
  name: 'selector-beyond-namespace',
  severity: 'warning',
  summary: 'A Gateway should be served by the pods that are meant.',
  why: 'labels are compared in all namespaces, or in its own only where istiod runs with PILOT_SCOPE_GATEWAY_TO_NAMESPACE',
  fix: 'use labels that one gateway only has, and move the Gateway beside its pods where istiod is scoped to namespaces',
  source: 'istio/istio, pilot/pkg/model/push_context.go; pilot/pkg/features/pilot.go (ScopeGatewayToNamespace)',
  upstream: ['KIA0302'],
  *check(world) {
    const { gatewayScope } = world.mesh.settings;
    const ignoredBy = new Map(
      world.mesh.gatewayProxies.flatMap(({ ignored, workload }) => ignored.map(({ gateway }) => [gateway, workload] as const)),
    );
    const areAlternatives = alternatives(world);
    const isElsewhere = (item: Item, workload: Workload) => workload.item !== undefined && areAlternatives(item, workload.item);
    for (const gateway of istioGateways(world).filter(({ selector }) => !isEmpty(selector))) {
      const { selectorField, namespace } = gateway;
      const places = proxiesOf(world, gateway).flatMap(({ workload }) =>
        workload.known !== 'assumed' && !isElsewhere(gateway.item, workload) ? [workload] : [],
      );
      const elsewhere = places.find((workload) => workload.namespace !== namespace);
      const beside = places.find((workload) => workload.namespace === namespace);
      const ignored = ignoredBy.get(gateway);
      if (gatewayScope.value === 'Namespace' && beside === undefined && ignored !== undefined)
        yield wrongAt(
          selectorField,
          `selects pods of namespace "${ignored.namespace}", and istiod lets it select those of "${namespace}" only`,
          {
            severity: 'error',
          },
        );
      else if (elsewhere !== undefined && beside !== undefined)
        yield wrongAt(selectorField, `selects ${elsewhere.key} beside ${beside.key}: both serve the Gateway`);
      else if (elsewhere !== undefined && !gatewayScope.known)
        yield wrongAt(
          selectorField,
          `selects ${elsewhere.key}, in another namespace: not where istiod runs with PILOT_SCOPE_GATEWAY_TO_NAMESPACE`,
          { severity: 'info', upstream: [] },
        );
    }
  },
};
