import type { Gateway, Model } from '../../../intent/model.ts';
import { comparesAddresses } from '../../compares-addresses.ts';
import { configuration } from '../../istio-api/configuration.ts';
import { requireQUIC } from '../../istio-api/require-quic.ts';
import type { Made } from '../../made.ts';
import { openshiftRoutes } from '../../openshift-routes.ts';
import { servicePorts } from '../../service-ports.ts';
import type { ProviderContext } from '../provider.ts';
import { legacyKernel } from './legacy-kernel.ts';
import { workload } from './workload.ts';
import { workloadParts } from './workload-parts.ts';

/** Istio's own API, with pods by gateway injection. */
export function istio(model: Model, gateways: readonly Gateway[], context: ProviderContext): Made[] {
  for (const gateway of gateways) requireQUIC(gateway, context.stage);
  legacyKernel(gateways, context.stage);
  return [
    ...gateways.filter(({ management }) => management === 'Full').flatMap((gateway) => pods(model, gateway)),
    ...configuration(model, gateways, context),
    ...gateways.flatMap((gateway) => openshiftRoutes(model, gateway, portName(gateway))),
  ];
}

/** The name of a port of the gateway's Service, as an OpenShift Route names it. */
const portName =
  (gateway: Gateway) =>
  (port: number): string | number =>
    servicePorts(gateway).find((other) => other.port === port)?.name ?? port;

function pods(model: Model, gateway: Gateway): Made[] {
  const context = { facts: model.facts, seesClients: comparesAddresses(model, gateway) };
  return workload(gateway, context).map((object) => ({
    object,
    origin: { ...gateway.origin, parts: workloadParts(gateway, object.kind) },
    owners: [gateway.intent.item],
  }));
}
