import type { HostName } from '../../hosts/host-name.ts';
import { bySpecificity, isSubsetOf } from '../../hosts/host-name.ts';
import { below, type Field } from '../field.ts';
import { fewOrAll, lazy } from '../lazy.ts';
import { gatewayKey } from '../listeners/gateway.ts';
import type { BoundServer } from '../listeners/merge-servers.ts';
import { buildRoutes, type RouteContext } from './build-routes.ts';
import type { Route, RouteTable, VirtualHost } from './route.ts';
import type { VirtualService } from './virtual-services.ts';

/** What a gateway's route table is built from. */
export interface GatewayTableParts {
  /** VirtualServices that the gateway's proxies may see, by `namespace/name` of the Gateway, in the order in which their routes count. */
  virtualServices(gateway: string): readonly VirtualService[];
  /** The same for one name: all that serve it are there, and others need not be; `undefined` for who asks often. */
  covering?: ((name: HostName) => ((gateway: string) => readonly VirtualService[]) | undefined) | undefined;
  /** Those that the proxies may see, one by one and in no order. */
  anyVirtualServices?: ((gateway: string) => Iterable<VirtualService>) | undefined;
  context(virtualService: VirtualService, server: BoundServer): RouteContext;
}

interface Draft {
  readonly host: HostName;
  readonly port: number;
  readonly routes: Route[];
  readonly fields: Field[];
  readonly redirects: Field[];
}

/**
 * The virtual hosts of all servers that share a route name (`core/gateway.go` buildGatewayHTTPRouteConfig). The routes of a
 * VirtualService are built for the port of the first server of its Gateway that it fits, and reused for the others.
 */
export function gatewayTable(name: string, servers: readonly BoundServer[], parts: GatewayTableParts): RouteTable {
  const whole = lazy(() => {
    const virtualHosts = servedBy(servers, parts);
    return virtualHosts.length > 0 ? virtualHosts : [nothingServed(servers)];
  });
  const isEmpty = lazy(() => !servesAnything(servers, parts));
  const table: RouteTable = {
    name,
    get virtualHosts() {
      return whole();
    },
  };
  const { covering } = parts;
  if (!covering) return table;
  const partFor = (host: HostName): RouteTable => {
    const virtualServices = covering(host);
    if (!virtualServices) return table;
    const virtualHosts = servedBy(servers, { context: parts.context, virtualServices }).filter(({ domains }) =>
      domains.some((domain) => isSubsetOf(host, domain)),
    );
    return { name, virtualHosts: virtualHosts.length === 0 && isEmpty() ? [nothingServed(servers)] : virtualHosts };
  };
  return Object.assign(table, { partFor: fewOrAll(partFor, () => table) });
}

function servedBy(servers: readonly BoundServer[], parts: GatewayTableParts): readonly VirtualHost[] {
  const drafts = new Map<HostName, Draft>();
  const built = new Map<string, readonly Route[]>();
  for (const bound of servers) {
    addRoutes(drafts, built, bound, parts);
    addRedirects(drafts, bound);
  }
  return [...drafts.values()].sort((a, b) => bySpecificity(a.host, b.host)).map(virtualHost);
}

function servesAnything(servers: readonly BoundServer[], parts: GatewayTableParts): boolean {
  const { anyVirtualServices = parts.virtualServices } = parts;
  if (servers.some((bound) => redirectOf(bound).length > 0 && bound.server.hosts.length > 0)) return true;
  for (const bound of servers)
    for (const virtualService of anyVirtualServices(gatewayKey(bound.server.gateway)))
      if (hostsAt(bound, virtualService).length > 0 && buildRoutes(virtualService, parts.context(virtualService, bound)).length > 0)
        return true;
  return false;
}

/** The hosts of a VirtualService that a server serves. */
const hostsAt = ({ server }: BoundServer, { hosts, namespace }: VirtualService): readonly HostName[] =>
  server.hostSet.intersect(hosts, namespace);

function draftOf(drafts: Map<HostName, Draft>, written: HostName, port: number): Draft {
  const host = written.toLowerCase();
  const draft = drafts.get(host) ?? { host, port, routes: [], fields: [], redirects: [] };
  drafts.set(host, draft);
  return draft;
}

function addRoutes(drafts: Map<HostName, Draft>, built: Map<string, readonly Route[]>, bound: BoundServer, parts: GatewayTableParts): void {
  const { server } = bound;
  for (const virtualService of parts.virtualServices(gatewayKey(server.gateway))) {
    const hosts = hostsAt(bound, virtualService);
    if (hosts.length === 0) continue;
    const key = `${gatewayKey(server.gateway)} ${virtualService.name}/${virtualService.namespace}`;
    const routes = built.get(key) ?? buildRoutes(virtualService, parts.context(virtualService, bound));
    if (routes.length === 0) continue;
    built.set(key, routes);
    for (const host of hosts) {
      const draft = draftOf(drafts, host, server.port);
      draft.routes.push(...routes);
      draft.fields.push(virtualService.hostsField);
      draft.redirects.push(...redirectOf(bound));
    }
  }
}

/** `httpsRedirect` holds for all hosts of its server, with or without routes, and for every server that shares such a host. */
function addRedirects(drafts: Map<HostName, Draft>, bound: BoundServer): void {
  const redirect = redirectOf(bound);
  if (redirect.length === 0) return;
  for (const host of bound.server.hosts) {
    const draft = draftOf(drafts, host.text, bound.server.port);
    draft.redirects.push(...redirect);
    draft.fields.push(host.field);
  }
}

function redirectOf({ server }: BoundServer): readonly Field[] {
  return server.tls?.httpsRedirect ? [below(server.tls.field, 'httpsRedirect')] : [];
}

/** Where no VirtualService fits, istiod answers 404 for every host. */
function nothingServed(servers: readonly BoundServer[]): VirtualHost {
  const fields = servers.map(({ server }) => below(server.field, 'hosts'));
  return { name: `blackhole:${servers[0]?.server.port ?? 0}`, domains: ['*'], routes: [], redirectToHttps: [], fields, lost: [] };
}

function virtualHost({ host, port, routes, fields, redirects }: Draft): VirtualHost {
  return {
    name: `${host}:${port}`,
    domains: [host],
    routes: [...routes.filter((route) => !route.catchAll), ...routes.filter((route) => route.catchAll)],
    redirectToHttps: redirects,
    fields,
    lost: [],
  };
}
