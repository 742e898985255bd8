import type { Gateway, Model } from '../../../intent/model.ts';
import { configuration } from '../../istio-api/configuration.ts';
import type { Made } from '../../made.ts';
import type { ProviderContext } from '../provider.ts';
import { openshiftRoutes } from './routes.ts';
import { targetPort } from './service-ports.ts';
import { workload } from './workload.ts';

/** Istio's own API, with pods by gateway injection. */
export function istio(model: Model, gateways: readonly Gateway[], context: ProviderContext): Made[] {
  return [
    ...gateways.filter(({ management }) => management === 'Full').flatMap((gateway) => pods(model, gateway)),
    ...configuration(model, gateways, targetPort, context),
    ...gateways.flatMap((gateway) => openshiftRoutes(model, gateway)),
  ];
}

const pods = (model: Model, gateway: Gateway): Made[] =>
  workload(gateway, model.facts).map((object) => ({ object, origin: gateway.origin, owners: [gateway.intent.item] }));
