import { ageIsKnown } from '../age.ts';
import type { Protocol } from '../inventory/protocol.ts';
import { isHttp } from '../inventory/protocol.ts';
import { type Gateway, routesRequests, type Server, speaksTls } from './gateway.ts';
import { type ResolvedPort, resolvePort, type ServiceTarget } from './target-ports.ts';

/** Servers that one listener of a gateway serves together. */
export interface MergedServers {
  readonly port: number;
  readonly bind: string;
  /** The protocol of the first of them: HTTP in plain text makes one connection manager, everything else one chain per server. */
  readonly protocol: Protocol;
  readonly servers: readonly BoundServer[];
}

/** A server on one container port of one workload. */
export interface BoundServer {
  readonly server: Server;
  readonly port: number;
  readonly via: ServiceTarget | undefined;
  /** Servers with the same name share their virtual hosts; `''` for connections that are not requests. */
  readonly routeName: string;
}

/** A server that istiod skips, with a line in its log only. */
export interface SkippedServer extends BoundServer {
  readonly against: BoundServer;
  readonly because: string;
  /** Whether it is skipped because the other is older, which the files do not tell. */
  readonly byOrder: boolean;
}

export interface Merged {
  readonly listeners: readonly MergedServers[];
  readonly skipped: readonly SkippedServer[];
  /** In the order of the Gateways: those whose requests share virtual hosts. */
  readonly byRouteName: ReadonlyMap<string, readonly BoundServer[]>;
}

interface Draft {
  readonly port: number;
  readonly bind: string;
  readonly protocol: Protocol;
  readonly servers: BoundServer[];
}

interface State {
  readonly drafts: Map<string, Draft>;
  readonly usedPorts: Set<number>;
  readonly plainText: Map<number, Draft>;
  readonly tlsHosts: Map<string, BoundServer>;
  readonly routeNames: Map<string, BoundServer[]>;
}

/**
 * Merges the servers of all Gateways that select one workload, oldest Gateway first, exactly as istiod does
 * (`pilot/pkg/model/gateway.go` mergeGateways): what comes later and does not fit is skipped whole.
 */
export function mergeServers(gateways: readonly Gateway[], targetsOf: (gateway: Gateway) => readonly ServiceTarget[]): Merged {
  const state: State = {
    drafts: new Map(),
    usedPorts: new Set(),
    plainText: new Map(),
    tlsHosts: new Map(),
    routeNames: new Map(),
  };
  const skipped: SkippedServer[] = [];
  for (const gateway of gateways) {
    const targets = targetsOf(gateway);
    for (const server of gateway.servers) {
      for (const resolved of resolvePort(server.port, targets, gateway.services !== undefined)) {
        const without = place(state, bound(server, resolved));
        if (without) skipped.push(without);
      }
    }
  }
  return { listeners: [...state.drafts.values()], skipped, byRouteName: state.routeNames };
}

function bound(server: Server, { port, via }: ResolvedPort): BoundServer {
  return { server, port, via, routeName: routeNameOf(server, port) };
}

function routeNameOf(server: Server, port: number): string {
  const bind = server.bind === '' ? '' : `.${server.bind}`;
  if (isHttp(server.protocol)) return `http.${port}${bind}`;
  if (!routesRequests(server)) return '';
  return `https.${server.port}.${server.portName}.${server.gateway.name}.${server.gateway.namespace}${bind}`;
}

/** Gives a server its place, or says why it gets none. */
function place(state: State, entry: BoundServer): SkippedServer | undefined {
  const duplicate = entry.server.tls && takeTlsHosts(state, entry);
  if (duplicate) return skip(entry, duplicate.against, `host "${duplicate.host}" is served there with TLS already`);
  const plain = state.plainText.get(entry.port);
  const used = state.usedPorts.has(entry.port);
  state.usedPorts.add(entry.port);
  if (plain) return besidePlainText(state, entry, plain);
  if (!used || !speaksTls(entry.server)) return open(state, entry);
  return besideTls(state, entry);
}

function besideTls(state: State, entry: BoundServer): SkippedServer | undefined {
  if (routesRequests(entry.server)) {
    const [same] = state.routeNames.get(entry.routeName) ?? [];
    if (same) return skip(entry, same, `port name "${entry.server.portName}" is used twice`);
    state.routeNames.set(entry.routeName, [entry]);
  }
  const draft = state.drafts.get(draftKey(entry));
  if (draft) draft.servers.push(entry);
  else addDraft(state, entry);
  return undefined;
}

/** Marks the hosts of a TLS server as taken, unless one of them is taken already: then the whole server is skipped. */
function takeTlsHosts(state: State, entry: BoundServer): { host: string; against: BoundServer } | undefined {
  const keys = entry.server.hosts.map((host) => `${entry.port} ${host.text}`);
  for (const [index, key] of keys.entries()) {
    const against = state.tlsHosts.get(key);
    if (against && against.server.bind === entry.server.bind) return { host: entry.server.hosts[index]?.text ?? '', against };
  }
  for (const key of keys) state.tlsHosts.set(key, entry);
  return undefined;
}

function besidePlainText(state: State, entry: BoundServer, plain: Draft): SkippedServer | undefined {
  const { server } = entry;
  if (plain.bind !== server.bind) {
    const draft = state.drafts.get(draftKey(entry));
    return draft ? share(state, entry, draft) : open(state, entry);
  }
  const against = plain.servers[0] ?? entry;
  if (!mayShare(server.protocol, plain.protocol)) return skip(entry, against, `the port is served as ${plain.protocol} already`);
  if (entry.routeName === '') return skip(entry, against, 'the port is served already');
  return share(state, entry, plain);
}

function share(state: State, entry: BoundServer, draft: Draft): undefined {
  draft.servers.push(entry);
  const sharing = state.routeNames.get(entry.routeName);
  if (sharing) sharing.push(entry);
  else state.routeNames.set(entry.routeName, [entry]);
}

function mayShare(protocol: Protocol, other: Protocol): boolean {
  return (isHttp(protocol) || protocol === other) && isHttp(other);
}

/** Opens a listener of its own for a server. */
function open(state: State, entry: BoundServer): undefined {
  const draft = addDraft(state, entry);
  if (!speaksTls(entry.server)) state.plainText.set(entry.port, draft);
  if (routesRequests(entry.server)) state.routeNames.set(entry.routeName, [entry]);
}

function addDraft(state: State, entry: BoundServer): Draft {
  const draft: Draft = { port: entry.port, bind: entry.server.bind, protocol: entry.server.protocol, servers: [entry] };
  state.drafts.set(draftKey(entry), draft);
  return draft;
}

function draftKey(entry: BoundServer): string {
  return `${entry.port} ${entry.server.protocol} ${entry.server.bind}`;
}

function skip(entry: BoundServer, against: BoundServer, because: string): SkippedServer {
  const a = entry.server.gateway;
  const b = against.server.gateway;
  return { ...entry, against, because, byOrder: a !== b && !ageIsKnown(a.age, b.age) };
}
