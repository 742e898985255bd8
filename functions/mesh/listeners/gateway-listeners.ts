import { isHttp } from '../inventory/protocol.ts';
import { lazy } from '../lazy.ts';
import { type GatewayTableParts, gatewayTable } from '../routes/gateway-table.ts';
import type { RouteTable } from '../routes/route.ts';
import { type AutoPassthroughParts, autoPassthroughChains } from './auto-passthrough.ts';
import { gatewayKey, isPassthrough, type Server, serverNames, terminatesHttps } from './gateway.ts';
import type { Chain, ChainTls, Listener } from './listener.ts';
import type { BoundServer, Merged, MergedServers } from './merge-servers.ts';
import { refusal } from './refusal.ts';
import { tcpRoute, tlsRoutes } from './tcp-routes.ts';

/** What the listeners of a gateway are built from. */
export interface GatewayListenerParts extends GatewayTableParts, AutoPassthroughParts {
  /** Pods that may not bind ports below 1024. */
  readonly unprivileged: boolean;
}

const anyAddress = '0.0.0.0';

/** The listeners of one gateway workload (`core/gateway.go` buildGatewayListeners). */
export function gatewayListeners(merged: Merged, parts: GatewayListenerParts): readonly Listener[] {
  const tables = new Map<string, () => RouteTable>();
  for (const [name, servers] of merged.byRouteName)
    tables.set(
      name,
      lazy(() => gatewayTable(name, servers, parts)),
    );
  const sniHosts = new Map<string, string>();
  const byName = new Map<string, { address: string; port: number; chains: Chain[] }>();
  for (const group of merged.listeners) {
    if (parts.unprivileged && group.port < 1024) continue;
    const address = group.bind || anyAddress;
    const name = `${address}_${group.port}`;
    const draft = byName.get(name) ?? { address, port: group.port, chains: [] };
    byName.set(name, draft);
    draft.chains.push(...chainsOf(group, tables, parts, sniHosts));
  }
  return [...byName]
    .filter(([, draft]) => draft.chains.length > 0)
    .map(([name, draft]) => ({
      name,
      ...draft,
      fallback: undefined,
      readsTls: draft.chains.some((chain) => chain.serverNames.length > 0 || chain.tls !== undefined),
      readsHttp: false,
      refused: refusal(draft.chains),
      skipped: merged.skipped.filter((entry) => entry.port === draft.port),
      crowdedOut: [],
    }));
}

function chainsOf(
  group: MergedServers,
  tables: ReadonlyMap<string, () => RouteTable>,
  parts: GatewayListenerParts,
  sniHosts: Map<string, string>,
): readonly Chain[] {
  const [first] = group.servers;
  if (!first) return [];
  if (isHttp(group.protocol)) return [{ ...openChain(first), handler: httpHandler(first, tables) }];
  return group.servers.flatMap((bound) => {
    if (terminatesHttps(bound.server)) return [{ ...tlsChain(bound), handler: httpHandler(bound, tables) }];
    return isPassthrough(bound.server) ? passthroughChains(bound, parts, sniHosts) : opaqueChains(bound, parts);
  });
}

function httpHandler(bound: BoundServer, tables: ReadonlyMap<string, () => RouteTable>): Chain['handler'] {
  const table = tables.get(bound.routeName);
  return {
    kind: 'http',
    get table() {
      return table?.() ?? { name: bound.routeName, virtualHosts: [] };
    },
  };
}

function opaqueChains(bound: BoundServer, parts: GatewayListenerParts): readonly Chain[] {
  const route = tcpRoute(bound.server, virtualServicesOf(bound, parts), tcpContext(bound, parts));
  if (!route) return [];
  const chain = bound.server.tls ? tlsChain(bound) : openChain(bound);
  return [
    { ...chain, handler: { kind: 'tcp', destinations: route.destinations, virtualService: route.virtualService }, field: route.field },
  ];
}

/** A SNI host that an earlier rule of the port has taken drops the whole match, other hosts included. */
function passthroughChains(bound: BoundServer, parts: GatewayListenerParts, sniHosts: Map<string, string>): readonly Chain[] {
  const { server, port } = bound;
  if (server.tls?.mode === 'AUTO_PASSTHROUGH')
    return autoPassthroughChains(bound, parts).map((chain) => ({ ...openChain(bound), ...chain }));
  return tlsRoutes(server, virtualServicesOf(bound, parts), tcpContext(bound, parts)).flatMap(
    ({ match, destinations, virtualService, field }) => {
      const keys = match.sniHosts.map((host) => `${port} ${host}`);
      if (keys.some((key) => sniHosts.get(key) === server.bind)) return [];
      for (const key of keys) sniHosts.set(key, server.bind);
      return [{ ...openChain(bound), serverNames: match.sniHosts, handler: { kind: 'tcp' as const, destinations, virtualService }, field }];
    },
  );
}

function virtualServicesOf(bound: BoundServer, parts: GatewayListenerParts) {
  return parts.virtualServices(gatewayKey(bound.server.gateway));
}

/** Destinations of connections are looked up as the gateway sees services, without preferring the VirtualService's namespace. */
function tcpContext(bound: BoundServer, parts: GatewayListenerParts) {
  return { service: parts.scopeService, cluster: parts.scopeCluster, port: bound.server.port };
}

function openChain(bound: BoundServer): Omit<Chain, 'handler'> {
  return {
    serverNames: [],
    applicationProtocols: [],
    addresses: [],
    transport: undefined,
    port: undefined,
    tls: undefined,
    server: bound,
    field: bound.server.field,
    name: serverName(bound.server),
  };
}

/** How messages call a server. */
/** How messages name a server. */
export function serverName({ name, portName, gateway }: Server): string {
  if (gateway.api === 'istio') return `server "${portName}" of Gateway "${gatewayKey(gateway)}"`;
  return `listener "${name}" of ${gateway.item.id.kind} "${gateway.namespace}/${gateway.item.id.name}"`;
}

function tlsChain(bound: BoundServer): Omit<Chain, 'handler'> {
  return { ...openChain(bound), serverNames: serverNames(bound.server), tls: chainTls(bound.server) };
}

function chainTls(server: Server): ChainTls {
  const mode = server.tls?.mode ?? 'SIMPLE';
  const required = mode === 'MUTUAL' || mode === 'ISTIO_MUTUAL';
  return {
    mode,
    clientCertificate: required ? 'required' : mode === 'OPTIONAL_MUTUAL' ? 'optional' : 'none',
    meshCertificates: mode === 'ISTIO_MUTUAL',
    server,
  };
}
