import type { Gateway, Model } from '../../intent/model.ts';
import type { Made } from '../made.ts';
import type { ProviderContext } from '../providers/provider.ts';
import { destinationRules } from './destination-rules.ts';
import { egress } from './egress/egress.ts';
import { gatewayParts, istioGateway } from './gateway.ts';
import { monitors } from './monitors.ts';
import { outsideBackends } from './outside-backends.ts';
import { podPorts } from './pod-ports.ts';
import { policies } from './policies.ts';
import { rateLimits } from './rate-limits.ts';
import { telemetries } from './telemetry.ts';
import { virtualServices } from './virtual-services.ts';

/** Everything of Istio's own API that gateways and the mesh need, whoever runs the pods. */
export function configuration(model: Model, gateways: readonly Gateway[], context: ProviderContext): Made[] {
  const ports = podPorts(context.existing);
  const byKey = new Map(gateways.map((gateway) => [gateway.key, gateway]));
  const exposures = model.exposures.filter(({ gateway }) => (gateway === undefined ? context.hasMesh : byKey.has(gateway)));
  return [
    ...gateways.flatMap(gatewayObject),
    ...virtualServices(model, exposures, byKey, context.existing),
    ...destinationRules(model, exposures, byKey, context.services, context.stage),
    ...outsideBackends(model, exposures, byKey),
    ...egress(model, byKey, context.hasMesh, ports),
    ...policies(model, exposures, byKey, ports, context.stage, context.existing),
    ...gateways.filter(({ management }) => management !== 'External').flatMap((gateway) => rateLimits(model, gateway)),
    ...telemetries(model, gateways, context.stage),
    ...monitors(model, gateways),
  ];
}

function gatewayObject(gateway: Gateway): Made[] {
  const object = gateway.management === 'External' ? undefined : istioGateway(gateway);
  if (object === undefined) return [];
  const contributors = gateway.servers.flatMap(({ origins }) => origins.map(({ item }) => item));
  return [
    { object, origin: { ...gateway.origin, parts: gatewayParts(gateway) }, owners: [...new Set([gateway.intent.item, ...contributors])] },
  ];
}
