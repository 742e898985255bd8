import { isHttp, isTcp, type Protocol } from '../inventory/protocol.ts';
import { lazy } from '../lazy.ts';
import type { Chain, Listener } from '../listeners/listener.ts';
import { takesAll } from '../listeners/listener.ts';
import { refusal } from '../listeners/refusal.ts';
import type { Service, ServicePort } from '../registry/service.ts';
import type { RouteTable } from '../routes/route.ts';
import { type ConnectionParts, connectionChains, type Reached } from './connection-chains.ts';
import type { EgressScope } from './egress-scope.ts';
import { type ChainList, chainList } from './merge-chains.ts';
import { anyAddress, isRange } from './service-address.ts';

/** What the listeners for one port are built from. */
export interface OutboundParts {
  readonly scopes: readonly EgressScope[];
  connections(scope: EgressScope, port: number): ConnectionParts;
  /** The virtual hosts of all services on the port, or those of one service whose protocol is not declared. */
  table(port: number, service: Service | undefined): RouteTable;
  addressOf(service: Service): string;
  /** Addresses of the pods of a service without an address of its own; `undefined` where it has one. */
  podAddresses(service: Service, port: ServicePort): readonly string[] | undefined;
  /** Takes the connections that no chain takes: passes them on, or ends them. */
  readonly unknown: Chain;
}

interface Draft {
  readonly bind: string;
  protocol: Protocol;
  chains: ChainList;
  readonly services: Service[];
  readonly crowdedOut: Service[];
  locked: boolean;
}

/** Ports on which the proxy itself listens. */
const reserved = new Set([15001, 15006, 15021, 15090]);

/** The listeners of a sidecar for calls to one port (`core/listener.go` buildSidecarOutboundListeners). */
export function outboundListeners(port: number, parts: OutboundParts): readonly Listener[] {
  const drafts = new Map<string, Draft>();
  for (const scope of parts.scopes) {
    const { listener } = scope;
    if (listener?.port && listener.port.number !== port) continue;
    if (!listener?.port) for (const draft of drafts.values()) draft.locked = true;
    const binding = bindingOf(scope);
    if (binding?.startsWith('unix://')) continue;
    for (const entry of entriesOf(scope, port)) addEntry(drafts, parts, scope, entry, binding);
  }
  return [...drafts.values()].map((draft) => finished(draft, port, parts.unknown));
}

interface Entry {
  readonly service: Service;
  readonly port: ServicePort;
  readonly protocol: Protocol;
}

/** A listener with a port of its own serves all of its services there, whatever their ports are. */
function entriesOf(scope: EgressScope, number: number): readonly Entry[] {
  const own = scope.listener?.port;
  if (own?.protocol === 'HTTP_PROXY') return [];
  return scope.onPort(number).flatMap((service) =>
    service.ports
      .filter((port) => port.port === number)
      .slice(0, own ? 1 : undefined)
      .map((port) => ({ service, port, protocol: own?.protocol ?? port.protocol })),
  );
}

/** An address that the listener writes, or the pod's own where it binds a port; `undefined` where services decide. */
function bindingOf({ listener }: EgressScope): string | undefined {
  if (!listener) return undefined;
  return listener.bind !== '' ? listener.bind : listener.bindsPort ? '127.0.0.1' : undefined;
}

function addEntry(drafts: Map<string, Draft>, parts: OutboundParts, scope: EgressScope, entry: Entry, binding: string | undefined): void {
  const { service, port, protocol } = entry;
  if (service.resolution === 'alias' || protocol === 'UDP' || isReserved(entry, binding)) return;
  const opaque = !isHttp(protocol);
  const pods = binding === undefined && opaque && !scope.listener?.port ? parts.podAddresses(service, port) : undefined;
  for (const address of pods ?? [parts.addressOf(service)]) {
    const bind = binding ?? (isHttp(protocol) || isRange(address) ? anyAddress : address);
    const ranges = binding === undefined && opaque && isRange(address) ? [address] : [];
    place(drafts, parts, scope, { ...entry, reached: { service, protocol, bind, address: parts.addressOf(service), ranges } });
  }
}

/** Ports of the proxy itself are not bound on all addresses. */
function isReserved({ port, protocol }: Entry, binding: string | undefined): boolean {
  return reserved.has(port.port) && (binding === anyAddress || (binding === undefined && isHttp(protocol)));
}

interface Placed extends Entry {
  readonly reached: Reached;
}

/** Gives a service its chains in the listener of its address, unless what came before leaves no room. */
function place(drafts: Map<string, Draft>, parts: OutboundParts, scope: EgressScope, placed: Placed): void {
  const { service, protocol, reached } = placed;
  const draft = drafts.get(reached.bind);
  if (!draft) {
    const { chains, sniffed } = chainsOf(placed, parts, scope);
    drafts.set(reached.bind, {
      ...reached,
      protocol: sniffed ? 'unknown' : protocol,
      chains: chainList(chains),
      services: [service],
      crowdedOut: [],
      locked: false,
    });
    return;
  }
  if (draft.locked) return;
  const shares = isHttp(protocol) ? !isTcp(draft.protocol) : protocol === 'unknown' && draft.protocol === 'unknown';
  if (shares) {
    draft.services.push(service);
    return;
  }
  if (isServerFirst(protocol, draft.protocol)) {
    draft.crowdedOut.push(service);
    return;
  }
  const { chains } = chainsOf(placed, parts, scope);
  if (protocol === 'unknown' && isHttp(draft.protocol)) {
    draft.chains = chainList(chains);
    draft.protocol = 'unknown';
    draft.crowdedOut.push(...draft.services.splice(0));
    draft.services.push(service);
    return;
  }
  merge(draft, service, protocol, chains);
}

function merge(draft: Draft, service: Service, protocol: Protocol, chains: readonly Chain[]): void {
  const isAdded = draft.chains.merge(chains);
  (isAdded ? draft.services : draft.crowdedOut).push(service);
  if (!(isTcp(protocol) && isTcp(draft.protocol))) draft.protocol = 'unknown';
}

/** Servers of MongoDB and MySQL may speak first: nothing else shares their port. */
function isServerFirst(protocol: Protocol, other: Protocol): boolean {
  const first = (one: Protocol) => one === 'Mongo' || one === 'MySQL';
  return protocol !== other && (first(protocol) || first(other));
}

const httpProtocols = ['http/1.1', 'h2c'];

function chainsOf(
  { service, port, protocol, reached }: Placed,
  parts: OutboundParts,
  scope: EgressScope,
): { chains: readonly Chain[]; sniffed: boolean } {
  const open = reached.bind === anyAddress;
  if (isTcp(protocol)) return { chains: connectionChains(reached, parts.connections(scope, port.port)), sniffed: false };
  const alone = protocol === 'unknown' && !open;
  const chain = httpChain(service, () => parts.table(port.port, alone ? service : undefined), open || protocol === 'unknown');
  if (isHttp(protocol)) return { chains: [chain], sniffed: open };
  return { chains: [...connectionChains(reached, parts.connections(scope, port.port)), chain], sniffed: true };
}

function httpChain(service: Service, make: () => RouteTable, sniffed: boolean): Chain {
  const table = lazy(make);
  return {
    serverNames: [],
    applicationProtocols: sniffed ? httpProtocols : [],
    addresses: [],
    transport: sniffed ? 'raw' : undefined,
    port: undefined,
    tls: undefined,
    handler: {
      kind: 'http',
      get table() {
        return table();
      },
    },
    server: undefined,
    field: service.field,
    name: 'HTTP',
  };
}

/** A chain that takes everything becomes the fallback; without one, unknown connections are passed on or ended. */
function finished(draft: Draft, port: number, unknown: Chain): Listener {
  const open = draft.chains.chains.filter(takesAll);
  const others = draft.chains.chains.filter((chain) => !takesAll(chain));
  const last = open[open.length - 1];
  const chains = others.length === 0 && last ? [last] : others;
  return {
    name: `${draft.bind}_${port}`,
    address: draft.bind,
    port,
    chains,
    fallback: others.length === 0 && last ? undefined : (last ?? unknown),
    readsTls: chains.some((chain) => chain.serverNames.length > 0),
    readsHttp: chains.some((chain) => chain.applicationProtocols.length > 0),
    refused: refusal(chains),
    skipped: [],
    crowdedOut: draft.crowdedOut,
  };
}
