import type { Gateway, Model, Workload } from '../../../intent/model.ts';
import { comparesAddresses } from '../../compares-addresses.ts';
import { clientAuthorities } from '../../gateway-api/client-authorities.ts';
import { gatewayClasses } from '../../gateway-api/gateway-class.ts';
import type { GatewayExtras } from '../../gateway-api/gateway-object.ts';
import { referenceGrants } from '../../gateway-api/reference-grants.ts';
import { reportProblems } from '../../gateway-api/report-problems.ts';
import { type Routing, routingObjects, routings } from '../../gateway-api/routing.ts';
import { destinationRules } from '../../istio-api/destination-rules.ts';
import { monitors } from '../../istio-api/monitors.ts';
import { outsideBackends } from '../../istio-api/outside-backends.ts';
import { podPorts } from '../../istio-api/pod-ports.ts';
import { policies } from '../../istio-api/policies.ts';
import { rateLimits } from '../../istio-api/rate-limits.ts';
import { requireQUIC } from '../../istio-api/require-quic.ts';
import { telemetries } from '../../istio-api/telemetry.ts';
import type { Made } from '../../made.ts';
import { openshiftRoutes } from '../../openshift-routes.ts';
import type { ProviderContext } from '../provider.ts';
import { dialect } from './dialect.ts';
import { infrastructure, infrastructureName } from './infrastructure.ts';
import { podsElsewhere } from './pods-elsewhere.ts';

/** Gateways of the Gateway API whose pods istiod runs; what that API has no word for stays Istio's own. */
export function istioGatewayApi(model: Model, declared: readonly Gateway[], context: ProviderContext): Made[] {
  const gateways = declared.map(withPods);
  const byKey = new Map(gateways.map((gateway) => [gateway.key, gateway]));
  const exposures = model.exposures.filter(({ gateway }) => gateway !== undefined && byKey.has(gateway));
  const routed = routings(model, gateways, dialect, context.existing);
  for (const routing of routed) reportProblems(routing, dialect, context.stage);
  for (const gateway of gateways) requireQUIC(gateway, context.stage);
  for (const problem of podsElsewhere(gateways)) context.stage.report(problem);
  const routes = routed.flatMap((routing) => routingObjects(routing, model, dialect, extras(routing.gateway, model)));
  return [
    ...gatewayClasses(gateways, dialect.className, 'istio.io/gateway-controller'),
    ...gateways.filter(({ management }) => management === 'Full').map((gateway) => parameters(gateway, model)),
    ...routes,
    ...destinationRules(model, exposures, byKey, context.services, context.stage),
    ...outsideBackends(model, exposures, byKey),
    ...policies(model, exposures, byKey, podPorts(context.existing), context.stage, context.existing),
    ...routed.filter(({ gateway }) => gateway.management !== 'External').flatMap((routing) => limits(model, routing)),
    ...telemetries(model, gateways, context.stage),
    ...monitors(model, gateways),
    ...routed.flatMap((routing) => openshiftRoutes(model, routing.gateway, (port) => portName(routing, port))),
    ...referenceGrants(routes),
  ];
}

/** The pods that istiod runs for a Gateway are named after it and its class. */
function withPods(gateway: Gateway): Gateway {
  if (gateway.management === 'Config') return gateway;
  const name = `${gateway.name}-${dialect.className(gateway)}`;
  const workload: Workload = {
    namespace: gateway.namespace,
    selector: { 'gateway.networking.k8s.io/gateway-name': gateway.name },
    service: name,
    serviceAccountName: gateway.spec.deployment?.pod?.serviceAccountName ?? name,
  };
  return { ...gateway, workload };
}

function parameters(gateway: Gateway, model: Model): Made {
  const context = { facts: model.facts, seesClients: comparesAddresses(model, gateway) };
  const object = infrastructure(gateway, dialect.className(gateway), context);
  return { object, origin: gateway.origin, owners: [gateway.intent.item] };
}

function extras(gateway: Gateway, { facts }: Model): GatewayExtras {
  const { management, spec, workload } = gateway;
  const own = management === 'Full' && spec.class?.scope !== 'Class';
  const account = spec.deployment?.pod?.serviceAccountName;
  return {
    labels: facts.revision === undefined ? undefined : { 'istio.io/rev': facts.revision },
    annotations: account === undefined ? undefined : { 'gateway.istio.io/service-account': account },
    spec: {
      addresses:
        management === 'Config'
          ? [{ type: 'Hostname', value: `${workload.service}.${workload.namespace}.svc.${facts.clusterDomain}` }]
          : undefined,
      infrastructure: own ? { parametersRef: { group: '', kind: 'ConfigMap', name: infrastructureName(gateway) } } : undefined,
      tls: clientAuthorities(gateway, ({ secretName, clientValidation }) => {
        const name = clientValidation?.caSecretName;
        if (clientValidation?.mode === 'Optional') return name ?? secretName; // without a reference to the CA, Istio refuses every client
        return name === undefined || name === secretName || name === `${secretName}-cacert` ? undefined : name;
      }),
    },
  };
}

/** The names of the rules that each route became. */
function limits(model: Model, routing: Routing): Made[] {
  const rules = routing.http.flat().flatMap((built) => built.rules);
  return rateLimits(model, routing.gateway, ({ route }) => rules.filter((rule) => rule.route === route).flatMap(({ name }) => name ?? []));
}

/** istiod names the port of the Service after the first listener of the port. */
function portName({ listeners }: Routing, port: number): string | number {
  return listeners.find((listener) => listener.port === port)?.name.replaceAll('.', '-') ?? port;
}
