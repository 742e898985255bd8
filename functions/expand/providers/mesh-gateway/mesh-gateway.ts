import type { Gateway, Model, Workload } from '../../../intent/model.ts';
import type { KubeObject } from '../../../krm/kube-object.ts';
import { comparesAddresses } from '../../compares-addresses.ts';
import { configuration } from '../../istio-api/configuration.ts';
import type { Made } from '../../made.ts';
import { openshiftRoutes } from '../../openshift-routes.ts';
import { servicePorts } from '../../service-ports.ts';
import type { ProviderContext } from '../provider.ts';
import { banzaiGateway } from './banzai-gateway.ts';
import { ciscoGateway } from './cisco-gateway.ts';
import { gatewayType } from './gateway-type.ts';
import { meshBudgets, ownBudget } from './own-budget.ts';
import { samePods } from './same-pods.ts';

/**
 * Gateways whose pods the Istio operator of Banzai Cloud or Cisco runs. It makes Deployment, Service, autoscaler and identity of one object; what they listen
 * on is said with Istio's own API.
 */
export function meshGateway(model: Model, declared: readonly Gateway[], context: ProviderContext): Made[] {
  const gateways = declared.map(withPods);
  for (const problem of samePods(gateways, model.facts)) context.stage.report(problem);
  for (const problem of meshBudgets(gateways, context.items, model.facts)) context.stage.report(problem);
  return [
    ...gateways.filter(({ management }) => management === 'Full').flatMap((gateway) => pods(model, gateway)),
    ...configuration(model, gateways, context),
    ...gateways.flatMap((gateway) => openshiftRoutes(model, gateway, portName(gateway))),
  ];
}

/**
 * The operators label the pods with name and type of the gateway, and tell the proxy that it must not bind ports below 1024: Istio then leaves such listeners
 * out without a word, so ports are moved out of the way unless the intent wants it otherwise.
 */
function withPods(gateway: Gateway): Gateway {
  const { name, namespace, spec, management } = gateway;
  if (management === 'Config') return gateway;
  const workload: Workload = {
    namespace,
    selector: { 'gateway-name': name, 'gateway-type': gatewayType(gateway) },
    service: name,
    serviceAccountName: management === 'Full' ? `${name}-service-account` : undefined,
  };
  const deployment = { ...spec.deployment, portMode: spec.deployment?.portMode ?? 'Unprivileged' } as const;
  return { ...gateway, workload, spec: { ...spec, deployment } };
}

function pods(model: Model, gateway: Gateway): Made[] {
  const context = { facts: model.facts, seesClients: comparesAddresses(model, gateway) };
  const object = model.facts.controlPlane === undefined ? banzaiGateway(gateway, context) : ciscoGateway(gateway, context);
  return [object, ownBudget(gateway, model.facts)]
    .filter((one): one is KubeObject => one !== undefined)
    .map((one) => ({ object: one, origin: gateway.origin, owners: [gateway.intent.item] }));
}

/** The name of a port of the gateway's Service, as an OpenShift Route names it. */
const portName =
  (gateway: Gateway) =>
  (port: number): string | number =>
    servicePorts(gateway).find((other) => other.port === port)?.name ?? port;
