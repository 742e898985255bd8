import { createHash } from 'node:crypto';
import type { Item } from '../../krm/item.ts';
import type { Inventory } from '../inventory/inventory.ts';
import type { Labels } from '../inventory/labels.ts';
import type { Namespaces } from '../inventory/namespaces.ts';
import { type Made, operatorGateway } from '../inventory/operator-gateways.ts';
import type { MeshSettings } from '../inventory/settings.ts';
import type { Gateway } from '../listeners/gateway.ts';
import { asLabels, asList, asNumber, asRecord, asText, type Loose } from '../loose.ts';
import type { PolicyIndex } from './attached-policies.ts';
import type { Grants } from './grants.ts';
import { group, type Implementation, implementationOf } from './implementation.ts';
import { addsTo } from './listener-sets.ts';
import { readListener } from './listeners.ts';
import type { Parent } from './parent.ts';
import { podOverlay } from './pod-overlay.ts';

/** What the Gateways of the Gateway API come to. */
export interface GatewayApiGateways {
  /** One for every listener. */
  readonly gateways: readonly Gateway[];
  readonly parents: readonly Parent[];
  /** Pods and Services that a controller makes for them. */
  readonly made: Made;
}

interface Placed {
  readonly namespace: string;
  readonly name: string;
  readonly services: readonly string[];
  readonly managed: boolean;
}

export function gatewayApiGateways(given: Given): GatewayApiGateways {
  const { objects } = given;
  const sets = objects.ofKind(group, 'ListenerSet');
  const read = objects.ofKind(group, 'Gateway').flatMap((item) => {
    const spec = asRecord(item.object.spec);
    const implementation = implementationOf(objects, asText(spec.gatewayClassName));
    return implementation ? [one(item, spec, implementation, { ...given, sets })] : [];
  });
  return {
    gateways: read.flatMap(({ gateways }) => gateways),
    parents: read.flatMap(({ parents }) => parents),
    made: {
      workloads: read.flatMap(({ made }) => made.workloads),
      services: read.flatMap(({ made }) => made.services),
    },
  };
}

interface Given {
  readonly objects: Inventory;
  readonly spaces: Namespaces;
  readonly settings: MeshSettings;
  readonly grants: Grants;
  readonly envoyPolicies: PolicyIndex;
}

interface Around extends Given {
  readonly sets: readonly Item[];
}

function one(item: Item, spec: Loose, implementation: Implementation, around: Around): GatewayApiGateways {
  const { objects, spaces, settings, grants, envoyPolicies } = around;
  const namespace = objects.namespaceOf(item);
  const placed = placeOf(item, spec, namespace, implementation, settings);
  const { services, managed } = placed;
  const parts = { objects, namespaces: spaces, grants, envoyPolicies, implementation, services, managed, gateway: spec };
  const owners = [item, ...around.sets.filter((set) => addsTo(set, item, objects, spaces))];
  const listeners = owners.flatMap((owner) =>
    asList(asRecord(owner.object.spec).listeners).flatMap(
      (_, index) => readListener(owner, index, objects.namespaceOf(owner), parts) ?? [],
    ),
  );
  const ports = [...new Set(owners.flatMap(portsOf))];
  return {
    gateways: listeners.flatMap(({ gateway }) => gateway ?? []),
    parents: listeners.map(({ parent }) => parent),
    made: placed.managed ? made(item, spec, placed, implementation, ports, around) : { workloads: [], services: [] },
  };
}

/** The Service has the ports of all listeners, also of those that are not served. */
function portsOf({ object }: Item): readonly number[] {
  return asList(asRecord(object.spec).listeners).flatMap((listener) => asNumber(asRecord(listener).port) ?? []);
}

/** Istio uses a Service that exists where an address names it; otherwise the controller makes pods and a Service. */
function placeOf(item: Item, spec: Loose, namespace: string, implementation: Implementation, settings: MeshSettings): Placed {
  const domain = settings.clusterDomain.value;
  const addresses = asList(spec.addresses).map(asRecord);
  const hostnames = addresses.filter(({ type }) => type === 'Hostname').map(({ value }) => asText(value));
  if (implementation === 'istio' && hostnames.length > 0) {
    const services = hostnames.map((host) => (host.includes('.') ? host : `${host}.${namespace}.svc.${domain}`));
    return { namespace, name: item.id.name, services, managed: false };
  }
  const named = item.object.metadata.annotations?.['gateway.istio.io/name-override'];
  const name = implementation === 'istio' ? named || `${item.id.name}-${asText(spec.gatewayClassName)}` : item.id.name;
  const place = implementation === 'envoy-gateway' ? envoyGatewayPlace(item, namespace, settings) : { namespace, name };
  return { ...place, services: [`${place.name}.${place.namespace}.svc.${domain}`], managed: true };
}

/** Envoy Gateway puts its proxies into its own namespace (`internal/utils/misc.go` GetHashedName). */
function envoyGatewayPlace(item: Item, namespace: string, settings: MeshSettings): { namespace: string; name: string } {
  const full = `${namespace}/${item.id.name}`;
  const hash = createHash('sha256').update(full).digest('hex').slice(0, 8);
  return { namespace: settings.envoyGateway.namespace, name: `envoy-${full.replace('/', '-').slice(0, 48)}-${hash}` };
}

function made(
  item: Item,
  spec: Loose,
  { namespace, name }: Placed,
  implementation: Implementation,
  ports: readonly number[],
  { objects, settings }: Around,
): Made {
  const overlay =
    implementation === 'istio'
      ? podOverlay(item, spec, objects, settings.rootNamespace.value)
      : { labels: asLabels(asRecord(spec.infrastructure).labels), annotations: {} };
  const own = podLabels(item, name, implementation);
  const { workload, service } = operatorGateway({
    item,
    namespace,
    name,
    serviceName: name,
    labels: { ...overlay.labels, ...own },
    annotations: overlay.annotations,
    selector: own,
    serviceAccount: implementation === 'istio' ? (item.object.metadata.annotations?.['gateway.istio.io/service-account'] ?? name) : name,
    serviceType: item.object.metadata.annotations?.['networking.istio.io/service-type'] ?? 'LoadBalancer',
    ports: ports.map((port) => ({
      port: { name: portName(spec, port, implementation), port, targetPort: targetPort(port, implementation) },
      path: ['spec', 'listeners'],
    })),
    unprivileged: false,
    because: `the controller of class "${asText(spec.gatewayClassName)}" runs it`,
  });
  return { workloads: [{ ...workload, implementation }], services: [service] };
}

function podLabels({ id }: Item, name: string, implementation: Implementation): Labels {
  if (implementation === 'istio') return { 'gateway.networking.k8s.io/gateway-name': id.name };
  if (implementation === 'foreign') return { 'gateway.networking.k8s.io/gateway-name': id.name, 'app.kubernetes.io/instance': name };
  const owner = 'gateway.envoyproxy.io/owning-gateway';
  return { [`${owner}-name`]: id.name, [`${owner}-namespace`]: id.namespace ?? 'default' };
}

/** Names of a Service's ports: istiod takes that of the first listener of the port, Envoy Gateway its protocol and the number. */
function portName(spec: Loose, port: number, implementation: Implementation): string {
  const first = asList(spec.listeners)
    .map(asRecord)
    .find((listener) => listener.port === port);
  if (first === undefined || implementation === 'foreign') return `p${port}`;
  if (implementation === 'istio') return asText(first.name).replaceAll('.', '-').slice(0, 63);
  return `${asText(first.protocol).toLowerCase()}-${port}`;
}

/** Envoy Gateway listens above 10000 for ports that need privileges. */
function targetPort(port: number, implementation: Implementation): number {
  return implementation === 'envoy-gateway' && port < 1024 ? port + 10_000 : port;
}
