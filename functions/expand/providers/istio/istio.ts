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

function pods(model: Model, gateway: Gateway): Made[] {
  const context = { facts: model.facts, seesClients: comparesAddresses(model, gateway) };
  return workload(gateway, context).map((object) => ({ object, origin: gateway.origin, owners: [gateway.intent.item] }));
}

/** Whether a rule at the gateway compares the address of the connection itself. */
function comparesAddresses(model: Model, gateway: Gateway): boolean {
  const { clientIP } = gateway.spec;
  if (clientIP?.trustedProxies || (clientIP?.proxyProtocol ?? 'Off') !== 'Off') return false;
  const own = model.exposures
    .filter(({ gateway: key, auth }) => key === gateway.key && auth?.enforceAt !== 'Workload')
    .map(({ auth }) => auth);
  return [gateway.spec.auth, ...own].some(
    (auth) =>
      auth?.allowIPs ?? auth?.denyIPs ?? auth?.rules?.some(({ from }) => from?.ipBlocks !== undefined || from?.notIPBlocks !== undefined),
  );
}
