import type { Rule } from '../../rule.ts';
import { wrongAt } from '../../spot.ts';
import { istioGateways } from '../../spots/istio-gateways.ts';

const labels = ['gateway.networking.k8s.io/gateway-name', 'istio.io/gateway-name'];

export const managedGatewayPods: Rule = {
  code: 'GI2110',
  name: 'managed-gateway-pods',
  severity: 'warning',
  summary: 'A Gateway of Istio should not select the pods of a Gateway API Gateway of another namespace.',
  why: 'istiod ignores such a Gateway unless PILOT_ENABLE_STRICT_GATEWAY_MERGING is switched off',
  fix: 'move the Gateway to the namespace of the other one, or use listeners and routes of the Gateway API',
  source: 'istio/istio, pilot/pkg/model/push_context.go (PILOT_ENABLE_STRICT_GATEWAY_MERGING)',
  *check(world) {
    const others = world.ofKind('gateway.networking.k8s.io', 'Gateway');
    for (const { selector, namespace, selectorField } of istioGateways(world)) {
      const label = labels.find((key) => selector[key] !== undefined);
      if (label === undefined) continue;
      const named = others.filter(({ id }) => id.name === selector[label]).map((item) => world.mesh.objects.namespaceOf(item));
      if (named.includes(namespace) || (named.length === 0 && !world.complete)) continue;
      const where = named.length === 0 ? 'which does not exist' : `which lies in namespace "${named[0]}"`;
      yield wrongAt(
        { item: selectorField.item, path: [...selectorField.path, label] },
        `names the Gateway API Gateway "${selector[label]}", ${where}: pods of other namespaces are not served`,
      );
    }
  },
};
