import type { HostName } from '../../hosts/host-name.ts';
import { groupBy } from '../../krm/group-by.ts';
import { byAge } from '../age.ts';
import { lazy, memo } from '../lazy.ts';
import { isExportedTo } from '../registry/export-to.ts';
import { mergeServices } from '../registry/merge-services.ts';
import type { Registry } from '../registry/registry.ts';
import type { Service } from '../registry/service.ts';
import type { Destination } from '../routes/http-rule.ts';
import type { VirtualService } from '../routes/virtual-services.ts';
import type { EgressScope } from './egress-scope.ts';

/** The services for which sidecars have clusters: those that they import, and destinations of the rules that they import. */
export interface ImportedServices {
  service(host: HostName): Service | undefined;
  readonly services: readonly Service[];
}

export function importedServices(known: Registry, scopes: readonly EgressScope[], namespace: string): ImportedServices {
  const destinations = memo((scope: EgressScope) => destinationPorts(scope.virtualServices, namespace));
  const portsOf = (scope: EgressScope, host: HostName) => {
    const leading = scope.leadingTo(host);
    return (leading ? destinationPorts(leading, namespace) : destinations(scope)).get(host) ?? [];
  };
  const service = memo((host: HostName) =>
    mergeServices(
      scopes.flatMap((scope) => [
        ...scope.withHost(host),
        ...portsOf(scope, host).flatMap((ports) => destination(known, scope, host, namespace, ports) ?? []),
      ]),
    ),
  );
  const services = lazy(() => {
    const hosts = scopes.flatMap((scope) => [...scope.hosts, ...destinations(scope).keys()]);
    return [...new Set(hosts)].map(service).filter((entry) => entry !== undefined);
  });
  return {
    service,
    get services() {
      return services();
    },
  };
}

/** The service that a destination brings along: that of the pods' own namespace, even if it is hidden, else the best visible one. */
function destination(
  known: Registry,
  scope: EgressScope,
  host: HostName,
  namespace: string,
  ports: ReadonlySet<number>,
): Service | undefined {
  const service = known.inNamespace(host, namespace) ?? bestVisible(known, host, namespace);
  if (!service) return undefined;
  return scope.port === undefined ? withPorts(service, ports) : withPorts(service, new Set([scope.port]));
}

function bestVisible(known: Registry, host: HostName, namespace: string): Service | undefined {
  const visible = known.withHost(host).filter((service) => isExportedTo(service.exportTo, namespace));
  return visible.find((service) => service.registry === 'kubernetes') ?? [...visible].sort((a, b) => byAge(a.age, b.age))[0];
}

/** Port 0 stands for all of them. */
function withPorts(service: Service, wanted: ReadonlySet<number>): Service | undefined {
  if (wanted.has(0)) return service;
  const ports = service.ports.filter((port) => wanted.has(port.port));
  if (ports.length === service.ports.length) return service;
  return ports.length > 0 ? { ...service, ports } : undefined;
}

/** The ports of every destination, one set for each VirtualService that names it. */
function destinationPorts(virtualServices: readonly VirtualService[], namespace: string): Map<HostName, readonly ReadonlySet<number>[]> {
  const found = new Map<HostName, ReadonlySet<number>[]>();
  for (const virtualService of virtualServices) {
    for (const [host, entries] of groupBy(destinationsOf(virtualService, namespace), (entry) => entry.host)) {
      const ports = new Set(entries.map((entry) => entry.port));
      const known = found.get(host);
      if (known) known.push(ports);
      else found.set(host, [ports]);
    }
  }
  return found;
}

function destinationsOf(virtualService: VirtualService, namespace: string): readonly Destination[] {
  const rules = virtualService.http.filter(({ matches }) => {
    const named = matches.filter((match) => match.sourceNamespace !== '');
    return named.length === 0 || named.some((match) => match.sourceNamespace === namespace);
  });
  return [
    ...rules.flatMap((rule) => [...rule.destinations, ...rule.mirrors.map((mirror) => mirror.destination)]),
    ...virtualService.tcp.flatMap((rule) => rule.destinations),
    ...virtualService.tls.flatMap((rule) => rule.destinations),
  ].filter((entry) => entry.host !== '');
}
