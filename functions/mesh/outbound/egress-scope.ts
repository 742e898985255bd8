import type { HostName } from '../../hosts/host-name.ts';
import { hostIndex } from '../hosts/host-index.ts';
import { isEmpty } from '../inventory/labels.ts';
import { lazy, memo } from '../lazy.ts';
import type { Registry } from '../registry/registry.ts';
import { exportedFirst } from '../registry/scope.ts';
import type { Service } from '../registry/service.ts';
import type { VirtualServiceIndex, VirtualServices } from '../routes/virtual-service-index.ts';
import type { VirtualService } from '../routes/virtual-services.ts';
import { everything, type Imports, imports } from './imports.ts';
import type { EgressListener } from './sidecar.ts';

/** What one egress listener of a Sidecar imports; where there is none, everything that is exported to the namespace. */
export interface EgressScope {
  readonly listener: EgressListener | undefined;
  /** The only port that counts; `undefined` for all. */
  readonly port: number | undefined;
  /** Several with one host: of one namespace, in the order in which they count. */
  withHost(host: HostName): readonly Service[];
  onPort(port: number): readonly Service[];
  readonly hosts: Iterable<HostName>;
  /** Names of ExternalName Services that stand for a service. */
  aliasesOf(service: Service): readonly HostName[];
  /** Those bound to `mesh`, in the order in which they count. */
  readonly virtualServices: readonly VirtualService[];
  /** Those of them with rules for connections. */
  readonly connectionRules: readonly VirtualService[];
  /** Whether rules of some hold for some pods of the namespace only. */
  isForSomePods(): boolean;
  /** Those of them that lead to a host, and others; `undefined` for who asks often. */
  leadingTo(host: HostName): readonly VirtualService[] | undefined;
  /** Those of them that have a host which covers one of some names, and others; `undefined` for who asks often. */
  covering(names: readonly HostName[]): readonly VirtualService[] | undefined;
  /** Whether `covering` would still answer. */
  readonly isSeldomAsked: boolean;
  /** The VirtualService whose hosts fit a service best. */
  bestFor(host: HostName): VirtualService | undefined;
}

export function egressScope(known: Registry, index: VirtualServices, namespace: string, listener: EgressListener | undefined): EgressScope {
  const taken = listener ? imports(listener.hosts, namespace) : everything;
  const port = listener?.port && listener.port.protocol !== 'HTTP_PROXY' ? listener.port.number : undefined;
  const trimmed = memo((service: Service) => (port === undefined ? service : withPort(service, port)));
  const visible = (services: readonly Service[]) =>
    exportedFirst(services, namespace).filter((service) => taken.takesService(service.namespace, service.host));
  const withHost = memo((host: HostName) => ofOneNamespace(visible(known.withHost(host)), namespace));
  const virtualServices = lazy(() => importedRules(index, namespace, taken));
  const connectionRules = lazy(() =>
    importedRules(index.ofConnections, namespace, taken).filter(({ tls, tcp }) => tls.length + tcp.length > 0),
  );
  const best = lazy(() => hostIndex(firstByHost(virtualServices())));
  return {
    listener,
    port,
    withHost: memo((host: HostName) =>
      withHost(host)
        .map(trimmed)
        .filter((service) => service !== undefined),
    ),
    onPort: memo((number: number) => {
      if (port !== undefined && port !== number) return [];
      return visible(known.onPort(number))
        .filter((service) => withHost(service.host).includes(service))
        .map(trimmed)
        .filter((service) => service !== undefined);
    }),
    get hosts() {
      return new Set(visible(known.services).map((service) => service.host));
    },
    aliasesOf: (service) =>
      known
        .aliasesOf(service.host)
        .map((alias) => alias.host)
        .filter((alias) => taken.takesAlias(service, alias)),
    get virtualServices() {
      return virtualServices();
    },
    get connectionRules() {
      return connectionRules();
    },
    isForSomePods: lazy(() => importedRules(index.ofSomePods, namespace, taken).some(hasSourceLabels)),
    leadingTo(host) {
      const found = index.leadingTo(host);
      return found && importedRules(found, namespace, taken);
    },
    get isSeldomAsked() {
      return index.isSeldomAsked;
    },
    covering(names) {
      const found = index.covering(names);
      return found && importedRules(found, namespace, taken);
    },
    bestFor: (host) => best().find(host)?.value,
  };
}

function withPort(service: Service, number: number): Service | undefined {
  const port = service.ports.find((entry) => entry.port === number);
  if (!port) return undefined;
  return service.ports.length === 1 ? service : { ...service, ports: [port] };
}

/** Of a host in several namespaces one counts: that of the pods, else the first, a Kubernetes Service before a ServiceEntry. */
function ofOneNamespace(services: readonly Service[], own: string): readonly Service[] {
  let chosen: { readonly namespace: string; readonly isKube: boolean } | undefined;
  for (const service of services) {
    const isKube = service.registry === 'kubernetes';
    const next = { namespace: service.namespace, isKube };
    if (!chosen || service.namespace === own) chosen = next;
    else if (!chosen.isKube && isKube && chosen.namespace !== own) chosen = next;
  }
  return services.filter((service) => service.namespace === chosen?.namespace);
}

function importedRules(index: VirtualServiceIndex, namespace: string, taken: Imports): readonly VirtualService[] {
  return index
    .forSidecars(namespace)
    .filter((virtualService) => taken.takesRules(virtualService.namespace, virtualService.hosts, virtualService.semantics));
}

const hasSourceLabels = ({ http, tls, tcp }: VirtualService): boolean =>
  [...http, ...tls, ...tcp].some((rule) => rule.matches.some((match) => !isEmpty(match.sourceLabels)));

function firstByHost(virtualServices: readonly VirtualService[]): Map<HostName, VirtualService> {
  const first = new Map<HostName, VirtualService>();
  for (const virtualService of virtualServices) {
    for (const host of virtualService.hosts) if (!first.has(host)) first.set(host, virtualService);
  }
  return first;
}
