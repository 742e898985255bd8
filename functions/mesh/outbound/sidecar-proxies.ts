import type { Labels } from '../inventory/labels.ts';
import type { Workload } from '../inventory/workloads.ts';
import { lazy, memo } from '../lazy.ts';
import { inboundListeners } from '../listeners/inbound-listener.ts';
import { clusterOf } from '../registry/cluster-of.ts';
import type { Scope } from '../registry/scope.ts';
import type { Service, ServicePort } from '../registry/service.ts';
import type { RouteContext } from '../routes/build-routes.ts';
import { plainDestination } from '../routes/plain-destination.ts';
import type { VirtualServices } from '../routes/virtual-service-index.ts';
import type { World } from '../world.ts';
import type { ConnectionParts } from './connection-chains.ts';
import { dnsCaptureOf } from './dns-capture.ts';
import { type EgressScope, egressScope } from './egress-scope.ts';
import { outboundListeners } from './outbound-listeners.ts';
import { outboundVirtualHosts, type TableParts } from './outbound-table.ts';
import { ownTable, sharedTable } from './route-tables.ts';
import { addressOfEndpoint, addressOfService, anyAddress } from './service-address.ts';
import type { Sidecar } from './sidecar.ts';
import type { SidecarIndex } from './sidecar-index.ts';
import type { Outbound, SidecarProxy } from './sidecar-proxy.ts';
import { importedServices } from './sidecar-scope.ts';
import { catchAllListener, outboundPolicy, unknownConnections, unknownHosts } from './unknown-destinations.ts';
import { alternatesOf } from './virtual-host-domains.ts';

/** What is known of the sidecars of any workload, even of one that is only imagined. Everything is worked out when it is asked for. */
export function sidecarProxies(
  world: World,
  sidecars: SidecarIndex,
  virtualServices: VirtualServices,
): (workload: Workload) => SidecarProxy {
  const made = new Map<string, Shared>();
  const shared = (key: string, namespace: string, sidecar: Sidecar | undefined): Shared => {
    const parts = made.get(key) ?? sharedParts(world, virtualServices, namespace, sidecar);
    made.set(key, parts);
    return parts;
  };
  const outbounds = new Map<string, Outbound>();
  const outboundOf = (workload: Workload, sidecar: Sidecar | undefined): Outbound => {
    const key = `${workload.namespace} ${sidecar ? `${sidecar.namespace}/${sidecar.item.id.name}` : ''}`;
    const parts = shared(key, workload.namespace, sidecar);
    const dnsCapture = dnsCaptureOf(workload, world.settings);
    const own = parts.labelsMatter() ? JSON.stringify(workload.labels) : '';
    const full = `${key} ${dnsCapture} ${own}`;
    const found = outbounds.get(full) ?? outbound(world, parts, own === '' ? {} : workload.labels, dnsCapture);
    outbounds.set(full, found);
    return found;
  };
  return memo((workload: Workload): SidecarProxy => {
    const selected = sidecars.find(workload.namespace, workload.labels);
    const inbound = lazy(() => inboundListeners(world, workload, selected.sidecar));
    return {
      workload,
      selected,
      get outbound() {
        return outboundOf(workload, selected.sidecar);
      },
      inbound: (port) => inbound()(port),
    };
  });
}

/** What all workloads of a namespace with one Sidecar have in common. */
interface Shared {
  readonly namespace: string;
  readonly sidecar: Sidecar | undefined;
  readonly egress: readonly EgressScope[];
  readonly imported: ReturnType<typeof importedServices>;
  /** Whether some rule holds for some pods of the namespace only. */
  labelsMatter(): boolean;
}

function sharedParts(world: World, index: VirtualServices, namespace: string, sidecar: Sidecar | undefined): Shared {
  const listeners = sidecar && sidecar.egress.length > 0 ? sidecar.egress : [undefined];
  const egress = listeners.map((listener) => egressScope(world.registry, index, namespace, listener));
  const labelsMatter = lazy(
    () =>
      world.destinationRules.rulesIn(namespace).some((rule) => rule.workloadSelector !== undefined) ||
      egress.some((scope) => scope.isForSomePods()),
  );
  return { namespace, sidecar, egress, imported: importedServices(world.registry, egress, namespace), labelsMatter };
}

function outbound(world: World, shared: Shared, labels: Labels, dnsCapture: boolean): Outbound {
  const { namespace, egress, imported } = shared;
  const scope: Scope = {
    namespace,
    proxy: 'sidecar',
    service: imported.service,
    get services() {
      return imported.services;
    },
    destinationRule: memo((service: Service) => world.destinationRules.find({ namespace, labels }, service.host, service.namespace)),
  };
  const cluster = clusterOf(world, scope);
  const clusterDomain = world.settings.clusterDomain.value;
  const policy = outboundPolicy(world.settings, shared.sidecar, (to) => plainDestination(to, cluster));
  const unknown = unknownConnections(policy);
  const unknownHost = unknownHosts(policy);
  const addressOf = (service: Service) => addressOfService(service, dnsCapture);
  const context = (port: number): Omit<RouteContext, 'service'> => ({
    gateway: 'mesh',
    port,
    labels,
    namespace,
    isTls: false,
    cluster,
    defaultRetries: world.settings.defaultRetries,
  });
  const scopeFor = (port: number) => egress.find((entry) => !entry.listener?.port || entry.listener.port.number === port);
  const tableParts = (port: number): TableParts | undefined => {
    const found = scopeFor(port);
    return found && { scope: found, namespace, clusterDomain, context: context(port), addressOf };
  };
  const virtualHosts = memo((port: number) => {
    const found = tableParts(port);
    return found ? outboundVirtualHosts(port, found) : [];
  });
  const connections = (from: EgressScope, port: number): ConnectionParts => ({
    labels,
    namespace,
    port,
    service: imported.service,
    cluster,
    virtualServices: from.connectionRules,
    aliasNamesOf: (service) => from.aliasesOf(service).flatMap((alias) => [alias, ...alternatesOf(alias, namespace, clusterDomain)]),
  });
  return {
    namespace,
    scope,
    egress,
    policy,
    dnsCapture,
    virtualHosts,
    listeners: memo((port: number) => [
      ...outboundListeners(port, {
        scopes: egress,
        connections,
        table: (number, service) =>
          service
            ? ownTable(number, service, () => virtualHosts(number), tableParts(number))
            : sharedTable(number, () => virtualHosts(number), unknownHost, tableParts(number)),
        addressOf,
        podAddresses: (service, servicePort) => podAddresses(world, service, servicePort, addressOf(service)),
        unknown,
      }),
      catchAllListener(port, unknown),
    ]),
  };
}

/** Services without an address are called at the addresses of their pods; plain ServiceEntries have neither. */
function podAddresses(world: World, service: Service, port: ServicePort, address: string): readonly string[] | undefined {
  if (service.resolution !== 'NONE' || address !== anyAddress) return undefined;
  const endpoints = world.endpoints.of(service, port);
  if (service.registry === 'external' && service.selector === undefined && endpoints.length === 0) return undefined;
  return endpoints.map(addressOfEndpoint);
}
