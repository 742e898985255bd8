import { bySpecificity, type HostName, isWildcard, overlaps } from '../../hosts/host-name.ts';
import { byText } from '../age.ts';
import { isHttpOrSniffed } from '../inventory/protocol.ts';
import type { Service } from '../registry/service.ts';
import { buildRoutes, type RouteContext } from '../routes/build-routes.ts';
import type { Route, VirtualHost } from '../routes/route.ts';
import type { VirtualService } from '../routes/virtual-services.ts';
import { serviceDestination } from './connection-chains.ts';
import type { EgressScope } from './egress-scope.ts';
import { domainsOfService } from './virtual-host-domains.ts';

/** What the virtual hosts for one port are built from. */
export interface TableParts {
  readonly scope: EgressScope;
  readonly namespace: string;
  readonly clusterDomain: string;
  readonly context: Omit<RouteContext, 'service'>;
  addressOf(service: Service): string;
}

/** Services that share their routes, and hosts that are no services. */
interface Group {
  readonly services: readonly Service[];
  readonly hosts: readonly HostName[];
  readonly routes: readonly Route[];
  readonly virtualService: VirtualService | undefined;
}

/** What matters to a question: some rules, and services by their host. */
export interface Only {
  readonly rules: readonly VirtualService[];
  readonly hosts: ReadonlySet<HostName>;
}

/** The virtual hosts of all HTTP services on a port (`core/httproute.go` BuildSidecarOutboundVirtualHosts). */
export function outboundVirtualHosts(port: number, parts: TableParts, only?: Only): readonly VirtualHost[] {
  const services = servicesOn(port, parts);
  const ruled = ruledGroups(port, services, only?.rules ?? parts.scope.virtualServices, parts);
  const taken = new Set(ruled.flatMap((group) => group.services));
  const plain = [...services]
    .filter(([host]) => only === undefined || only.hosts.has(host))
    .map(([, service]) => service)
    .filter(
      (service) => !taken.has(service) && service.resolution !== 'alias' && service.ports.some((entry) => isHttpOrSniffed(entry.protocol)),
    )
    .sort((a, b) => byText(a.host, b.host))
    .map((service) => ({ services: [service], hosts: [], routes: [defaultRoute(service, parts)], virtualService: undefined }));
  return named([...ruled, ...plain], port, parts);
}

/** The services on a port by their host, each with that port alone. */
export const servicesOn = (port: number, { scope }: TableParts): ReadonlyMap<HostName, Service> =>
  new Map(scope.onPort(port).map((service) => [service.host.toLowerCase(), onlyPort(service, port)]));

function onlyPort(service: Service, port: number): Service {
  const ports = service.ports.filter((entry) => entry.port === port).slice(0, 1);
  return service.ports.length === 1 ? service : { ...service, ports };
}

/** What every VirtualService makes of the port. Without a service there, only port 80 is served. */
function ruledGroups(
  port: number,
  services: ReadonlyMap<HostName, Service>,
  rules: readonly VirtualService[],
  parts: TableParts,
): readonly Group[] {
  const wildcards = [...services.keys()].filter(isWildcard);
  const context: RouteContext = { ...parts.context, service: (host) => services.get(host) };
  return rules.flatMap((virtualService) => {
    if (port !== 80 && !concerns(virtualService, services, wildcards)) return [];
    const routes = buildRoutes(virtualService, context);
    if (routes.length === 0) return [];
    const { hosts, matching } = split(virtualService, services, parts.scope);
    if (virtualService.semantics === 'gateway-api' && !mayRoute(virtualService, matching, parts.namespace)) return [];
    const speaking = matching.filter((service) => service.ports.some((entry) => isHttpOrSniffed(entry.protocol)));
    return speaking.length > 0 || port === 80 ? [{ services: speaking, hosts, routes, virtualService }] : [];
  });
}

function concerns({ hosts }: VirtualService, services: ReadonlyMap<HostName, Service>, wildcards: readonly HostName[]): boolean {
  return hosts.some((written) => {
    const host = written.toLowerCase();
    if (services.has(host)) return true;
    const among = isWildcard(host) ? services.keys() : wildcards;
    return [...among].some((other) => overlaps(host, other));
  });
}

/** Hosts of a VirtualService that are services, and those that are not; a wildcard counts for the services that it fits best. */
function split(
  { hosts, semantics, ...rest }: VirtualService,
  services: ReadonlyMap<HostName, Service>,
  scope: EgressScope,
): { hosts: readonly HostName[]; matching: readonly Service[] } {
  const unknown: HostName[] = [];
  const matching: Service[] = [];
  for (const host of hosts.filter((entry) => !isWildcard(entry))) {
    const service = services.get(host.toLowerCase());
    if (service) matching.push(service);
    else unknown.push(host);
  }
  for (const host of hosts.filter(isWildcard)) {
    const covered = semantics === 'gateway-api' ? [] : [...services].filter(([name]) => overlaps(name, host.toLowerCase()));
    if (covered.length === 0) unknown.push(host);
    for (const [name, service] of covered) {
      const best = scope.bestFor(name);
      if (best?.name === rest.name && best.namespace === rest.namespace) matching.push(service);
    }
  }
  return { hosts: unknown.map((host) => host.toLowerCase()), matching };
}

/** Gateway API routes count for the namespace of the caller or of the service. */
function mayRoute({ namespace }: VirtualService, services: readonly Service[], caller: string): boolean {
  return services.some((service) => service.namespace === namespace || caller === namespace);
}

function defaultRoute(service: Service, { context }: TableParts): Route {
  const made = (): Route['action'] => ({
    kind: 'forward',
    destinations: [serviceDestination(service, context)],
    rewrite: undefined,
    removePrefix: undefined,
    hostRewrite: undefined,
    headers: [],
    timeout: '0s',
    retries: context.defaultRetries,
    fault: undefined,
    mirrors: [],
    cors: undefined,
    statusWithoutCluster: 503,
  });
  return {
    match: { path: { kind: 'prefix', value: '/', ignoreCase: false }, headers: [], query: [], claims: [] },
    get action() {
      return made();
    },
    catchAll: true,
    rule: undefined,
    httpMatch: undefined,
    virtualService: undefined,
    field: service.field,
  };
}

/** Gives the groups their names; a name that is taken already is lost, with everything behind it. */
function named(groups: readonly Group[], port: number, parts: TableParts): readonly VirtualHost[] {
  const byName = new Map<string, { host: VirtualHost; lost: VirtualService[] }>();
  const takenDomains = new Set<string>();
  const known = new Set(groups.flatMap((group) => group.services.map((service) => service.host.toLowerCase())));
  const add = (host: HostName, group: Group, service: Service | undefined) => {
    const name = `${host}:${port}`;
    const before = byName.get(name);
    if (before) {
      if (group.virtualService) before.lost.push(group.virtualService);
      return;
    }
    const { domains, alternates } = service ? domainsIn(parts, service) : { domains: [host], alternates: new Set<string>() };
    const free = domains.filter((domain) => {
      if (takenDomains.has(domain) || (alternates.has(domain) && known.has(domain))) return false;
      takenDomains.add(domain);
      return true;
    });
    const lost: VirtualService[] = [];
    const fields = [...(group.virtualService ? [group.virtualService.hostsField] : []), ...(service ? [service.field] : [])];
    byName.set(name, { host: { name, domains: free, routes: group.routes, redirectToHttps: [], fields, lost }, lost });
  };
  for (const group of groups) {
    for (const host of group.hosts) add(host, group, undefined);
    for (const service of group.services) add(service.host.toLowerCase(), group, service);
  }
  return [...byName.values()]
    .map(({ host }) => host)
    .filter((host) => host.domains.length > 0)
    .sort((a, b) => bySpecificity(a.name, b.name));
}

/** The names by which pods may call a service. */
export function domainsIn({ scope, namespace, clusterDomain, addressOf }: TableParts, service: Service) {
  return domainsOfService(service, addressOf(service), { namespace, clusterDomain, aliases: scope.aliasesOf(service) });
}
