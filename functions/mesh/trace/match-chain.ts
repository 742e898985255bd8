import { containsAddress } from '../../hosts/address.ts';
import { isSubsetOf } from '../../hosts/host-name.ts';
import type { Chain, Listener } from '../listeners/listener.ts';
import type { Request } from './request.ts';

/** What a listener sees of a connection. */
interface Seen {
  readonly address: string;
  readonly port: number;
  readonly serverName: string;
  readonly transport: 'tls' | 'raw';
  readonly protocol: string;
}

/** Which chains take a connection. More than one: Envoy would have refused the listener. */
export function matchChains(listener: Listener, request: Request, address: string, port: number): readonly Chain[] {
  const seen = see(listener, request, address, port);
  let chains = listener.chains;
  for (const criterion of criteria) chains = narrowed(chains, criterion, seen);
  return chains;
}

/** Inspectors read the server name and protocol of TLS, or find out whether plain text is HTTP. */
function see(listener: Listener, request: Request, address: string, port: number): Seen {
  const encrypted = request.tls !== 'none';
  const plainProtocol = request.protocol === 'http' ? 'http/1.1' : request.protocol === 'http2' ? 'h2c' : '';
  const protocol = encrypted ? (listener.readsTls ? (request.alpn ?? '') : '') : listener.readsHttp ? plainProtocol : '';
  return {
    address,
    port,
    serverName: encrypted ? (request.serverName ?? '').toLowerCase() : '',
    transport: encrypted && listener.readsTls ? 'tls' : 'raw',
    protocol,
  };
}

/** How well a chain fits in one respect: `undefined` says nothing about it, 0 does not fit, more is better. */
type Criterion = (chain: Chain, seen: Seen) => number | undefined;

/** In Envoy's order: each is decided before the next is looked at. */
const criteria: readonly Criterion[] = [
  (chain, { port }) => (chain.port === undefined ? undefined : chain.port === port ? 1 : 0),
  (chain, { address }) =>
    chain.addresses.length === 0 ? undefined : Math.max(...chain.addresses.map((range) => containsAddress(range, address))),
  (chain, { serverName }) =>
    namesOf(chain).length === 0 ? undefined : Math.max(...namesOf(chain).map((name) => nameRank(name, serverName))),
  (chain, { transport }) => (chain.transport === undefined ? undefined : chain.transport === transport ? 1 : 0),
  (chain, { protocol }) => (chain.applicationProtocols.length === 0 ? undefined : chain.applicationProtocols.includes(protocol) ? 1 : 0),
];

function namesOf(chain: Chain): readonly string[] {
  return chain.serverNames.includes('*') ? [] : chain.serverNames;
}

function nameRank(name: string, serverName: string): number {
  if (serverName === '') return 0;
  if (name === serverName) return Number.MAX_SAFE_INTEGER;
  return isSubsetOf(serverName, name) ? name.length : 0;
}

/** The chains that fit best; those that say nothing count only where no other fits. */
function narrowed(chains: readonly Chain[], criterion: Criterion, seen: Seen): readonly Chain[] {
  let best = 0;
  let fitting: Chain[] = [];
  const silent: Chain[] = [];
  for (const chain of chains) {
    const rank = criterion(chain, seen);
    if (rank === undefined) silent.push(chain);
    else if (rank > best) {
      best = rank;
      fitting = [chain];
    } else if (rank === best && rank > 0) fitting.push(chain);
  }
  return fitting.length > 0 ? fitting : silent;
}
