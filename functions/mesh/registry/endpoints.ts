import { isAddress } from '../../hosts/host-name.ts';
import type { Inventory } from '../inventory/inventory.ts';
import { selects } from '../inventory/labels.ts';
import { targetPortIn } from '../inventory/services.ts';
import type { Workload, Workloads } from '../inventory/workloads.ts';
import { memo } from '../lazy.ts';
import type { Endpoint } from './endpoint.ts';
import type { Registry } from './registry.ts';
import type { Service, ServicePort } from './service.ts';
import { endpointOfWorkloadEntry, type ServiceEntryEndpoint } from './service-entries.ts';
import { writtenEndpoints } from './written-endpoints.ts';

export interface Endpoints {
  /** All endpoints of a port of a service. */
  of(service: Service, port: ServicePort): readonly Endpoint[];
  /** The workloads that a service selects, whatever their ports. */
  workloadsOf(service: Service): readonly Workload[];
}

/** An endpoint, and the port that it was written for. */
interface Instance {
  readonly endpoint: Endpoint;
  readonly portName: string;
  /** `undefined` for those of Kubernetes, whose ports are told by name only. */
  readonly number: number | undefined;
}

/**
 * Endpoints of services with one host and namespace are thrown together, whichever object writes them: names that are resolved are told
 * apart by port number, all others by the port's name (`model/endpointshards.go`, `xds/endpoints`).
 */
export function endpoints(objects: Inventory, pods: Pick<Workloads, 'inNamespace'>, known: Pick<Registry, 'withHost'>): Endpoints {
  const entriesOf = memo((namespace: string) => workloadEntries(objects, namespace));

  const workloadsOf = memo((service: Service): readonly Workload[] => {
    const { selector } = service;
    if (!selector) return [];
    return pods.inNamespace(service.namespace).filter((workload) => workload.replicas !== 0 && selects(selector, workload.labels));
  });

  const ofPort = (service: Service, port: ServicePort): readonly Endpoint[] => {
    const pods = workloadsOf(service).flatMap((workload) => ofPods(workload, service, port));
    if (service.registry === 'kubernetes') return service.selector ? pods : writtenEndpoints(objects, service, port);
    const entries = service.selector ? entriesOf(service.namespace).filter((entry) => selects(service.selector ?? {}, entry.labels)) : [];
    const addresses = [...service.endpoints, ...entries].map((endpoint) => ofAddress(endpoint, service, port));
    if (addresses.length + pods.length > 0 || service.selector) return [...addresses, ...pods];
    return isByName(service) ? [byName(service, port)] : [];
  };

  const instancesOf = memo((service: Service): readonly Instance[] =>
    service.ports.flatMap((port) =>
      ofPort(service, port).map((endpoint) => ({
        endpoint,
        portName: port.name,
        number: service.registry === 'kubernetes' ? undefined : port.port,
      })),
    ),
  );

  const of = (service: Service, port: ServicePort): readonly Endpoint[] => {
    const together = known.withHost(service.host).filter((other) => other.namespace === service.namespace);
    if (together.length <= 1) return ofPort(service, port);
    return mergedInstances(together, instancesOf)
      .filter((instance) => (byNumber(service) ? isOfNumber(instance, port) : isOfName(instance, port)))
      .map((instance) => instance.endpoint);
  };
  return { of, workloadsOf };
}

/**
 * Services with one host, oldest first: a name of DNS_ROUND_ROBIN adds nothing to a port that has an instance already, because such a cluster takes one
 * name only (`mergeServicesInstancesByNamespaceHost` in `serviceentry/conversion.go`).
 */
function mergedInstances(services: readonly Service[], instancesOf: (service: Service) => readonly Instance[]): readonly Instance[] {
  const ports = new Set<number>();
  const merged: Instance[] = [];
  for (const service of services)
    for (const instance of instancesOf(service)) {
      const { number } = instance;
      if (number !== undefined && service.resolution === 'DNS_ROUND_ROBIN' && ports.has(number)) continue;
      if (number !== undefined) ports.add(number);
      merged.push(instance);
    }
  return merged;
}

function byNumber(service: Service): boolean {
  return isByName(service) || service.resolution === 'NONE';
}

function isOfNumber({ number, portName }: Instance, port: ServicePort): boolean {
  return number === undefined ? portName === port.name : number === port.port;
}

/** Names cannot be told to proxies that expect addresses. */
function isOfName({ endpoint, portName }: Instance, port: ServicePort): boolean {
  return portName === port.name && (endpoint.address === undefined || isAddress(endpoint.address));
}

function ofPods(workload: Workload, service: Service, port: ServicePort): readonly Endpoint[] {
  const kube = service.kubeService?.ports.find((entry) => entry.port === port.port && entry.name === port.name);
  const number = kube ? targetPortIn(kube, workload) : Number(port.targetPort);
  if (number === undefined) return [];
  return [
    {
      workload,
      address: undefined,
      port: number,
      labels: workload.labels,
      namespace: workload.namespace,
      takesMtls: workload.proxy.kind === 'sidecar' || workload.labels['security.istio.io/tlsMode'] === 'istio',
      serviceAccount: workload.serviceAccount,
      field: undefined,
    },
  ];
}

function ofAddress(endpoint: ServiceEntryEndpoint, service: Service, port: ServicePort): Endpoint {
  const tlsMode = endpoint.labels['security.istio.io/tlsMode'];
  return {
    workload: undefined,
    address: endpoint.address,
    port: endpoint.ports[port.name] || Number(port.targetPort),
    labels: endpoint.labels,
    namespace: service.namespace,
    takesMtls: tlsMode === undefined ? endpoint.serviceAccount !== '' : tlsMode === 'istio',
    serviceAccount: endpoint.serviceAccount || undefined,
    field: endpoint.field,
  };
}

function isByName(service: Service): boolean {
  return service.resolution === 'DNS' || service.resolution === 'DNS_ROUND_ROBIN';
}

function byName(service: Service, port: ServicePort): Endpoint {
  return {
    workload: undefined,
    address: service.host,
    port: Number(port.targetPort),
    labels: {},
    namespace: service.namespace,
    takesMtls: false,
    serviceAccount: undefined,
    field: service.field,
  };
}

function workloadEntries(objects: Inventory, namespace: string): readonly ServiceEntryEndpoint[] {
  return objects.inNamespace('networking.istio.io', 'WorkloadEntry', namespace).map(endpointOfWorkloadEntry);
}
