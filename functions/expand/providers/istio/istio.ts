import type { Gateway, Model } from '../../../intent/model.ts';
import { istioGateway } from '../../istio-api/gateway.ts';
import { virtualServices } from '../../istio-api/virtual-services.ts';
import type { Made } from '../../made.ts';
import { openshiftRoutes } from './routes.ts';
import { workload } from './workload.ts';

/** Istio's own API, with pods by gateway injection. */
export function istio(model: Model, gateways: readonly Gateway[]): Made[] {
  const byKey = new Map(gateways.map((gateway) => [gateway.key, gateway]));
  return [...gateways.flatMap((gateway) => gatewayObjects(model, gateway)), ...virtualServices(model, byKey)];
}

function gatewayObjects(model: Model, gateway: Gateway): Made[] {
  const own = (object: Made['object']): Made => ({ object, origin: gateway.origin, owners: [gateway.intent.item] });
  const configuration = gateway.management === 'External' ? undefined : istioGateway(gateway);
  const contributors = model.exposures.filter((exposure) => exposure.gateway === gateway.key).map(({ intent }) => intent.item);
  return [
    ...(gateway.management === 'Full' ? workload(gateway, model.facts).map(own) : []),
    ...(configuration === undefined ? [] : [{ ...own(configuration), owners: [...new Set([gateway.intent.item, ...contributors])] }]),
    ...openshiftRoutes(model, gateway),
  ];
}
