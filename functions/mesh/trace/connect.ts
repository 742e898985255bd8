import { isSubsetOf, overlaps, withoutPort } from '../../hosts/host-name.ts';
import type { Field } from '../field.ts';
import { type ClientDemands, demandsText, noDemands } from '../listeners/client-demands.ts';
import type { Chain, Listener } from '../listeners/listener.ts';
import type { SkippedServer } from '../listeners/merge-servers.ts';
import type { Dependence } from '../truth.ts';
import { meets } from './client-certificate.ts';
import { decision } from './decision.ts';
import { matchChains } from './match-chain.ts';
import type { Request } from './request.ts';
import type { Decision, End, Unreachable } from './trace-result.ts';

/** What a connection meets: a filter chain, or the end. */
export interface Connected {
  readonly listener: Listener | undefined;
  readonly chain: Chain | undefined;
  readonly decisions: readonly Decision[];
  readonly end: End | undefined;
}

/** Finds listener and chain for a connection to a port of a proxy, and shakes hands. */
export function connect(listeners: readonly Listener[], request: Request, port: number, skipped: readonly SkippedServer[]): Connected {
  const listener = listenerFor(listeners, request.address, port);
  if (!listener)
    return unreachable([], undefined, 'no-listener', `nothing listens on port ${port}`, orderOfSkipped(skipped, request, port));
  const rivals = orderOfSkipped(listener.skipped, request, port);
  const found = [decision('listener', `listener ${listener.name}`, { dependsOn: rivals })];
  if (listener.refused)
    return unreachable(found, listener, 'refused-listener', `Envoy refuses listener ${listener.name}: ${listener.refused.because}`, []);
  const chains = matchChains(listener, request, request.address ?? '', port);
  const chain = chains[0] ?? listener.fallback;
  if (!chain) return unreachable(found, listener, 'no-chain', noChain(listener, request, port), []);
  const decisions = [...found, decision('chain', chain.name, { field: chain.field })];
  const failure = handshake(chain, request);
  if (failure) return { ...unreachable(decisions, listener, failure.reason, failure.because, [], chain.tls?.server?.tls?.field), chain };
  return { listener, chain, decisions: [...decisions, ...shown(chain, request)], end: undefined };
}

function noChain({ mtls }: Listener, request: Request, port: number): string {
  const spoken = wordsFor(request);
  if (mtls?.mode === 'STRICT' && request.tls !== 'mesh') return `port ${port} takes mTLS only (STRICT), and the caller sends ${spoken}`;
  return `no server on port ${port} takes ${spoken}`;
}

function wordsFor({ tls, serverName }: Request): string {
  if (tls === 'none') return 'plain text';
  return serverName === undefined ? 'TLS without a server name' : `server name "${serverName}"`;
}

/** An exact address wins over all addresses. */
export function listenerFor(listeners: readonly Listener[], address: string | undefined, port: number): Listener | undefined {
  const onPort = listeners.filter((listener) => listener.port === port);
  return onPort.find((listener) => listener.address === address) ?? onPort.find((listener) => listener.address === '0.0.0.0');
}

function handshake(chain: Chain, request: Request): { reason: Unreachable; because: string } | undefined {
  const { tls, handler } = chain;
  if (tls && request.tls === 'none')
    return { reason: 'tls-mismatch', because: `${chain.name} expects TLS, and the client speaks plain text` };
  if (tls?.meshCertificates && request.tls !== 'mesh')
    return { reason: 'certificate', because: `${chain.name} takes only proxies of the mesh` };
  if (tls && !tls.meshCertificates && request.tls === 'mesh') {
    return { reason: 'certificate', because: `the client expects a certificate of the mesh, and ${chain.name} has another one` };
  }
  if (tls?.clientCertificate === 'required' && !tls.meshCertificates && !request.clientCertificate) {
    return { reason: 'certificate', because: `${chain.name} demands a client certificate${demandsText(demandsOf(chain))}` };
  }
  const refused = refusedCertificate(chain, request);
  if (refused !== undefined) return { reason: 'certificate', because: refused };
  if (handler.kind !== 'http' && !(handler.kind === 'application' && handler.http)) return undefined;
  if (request.tls !== 'none' && !tls) return { reason: 'protocol', because: `${chain.name} expects plain HTTP, and the client speaks TLS` };
  if (request.protocol === 'tcp') return { reason: 'protocol', because: `${chain.name} expects HTTP` };
  return undefined;
}

const demandsOf = ({ tls }: Chain): ClientDemands =>
  (tls?.clientCertificate === 'none' ? undefined : tls?.server?.tls?.clientDemands) ?? noDemands;

/** What a certificate that is shown must have, where somebody asks for it. */
function shown(chain: Chain, { clientCertificate }: Request): Decision[] {
  const demands = demandsOf(chain);
  const text = demandsText(demands);
  if (text === '' || clientCertificate === undefined) return [];
  const { verdict, missing } = meets(demands, clientCertificate);
  const because = `whether the client's certificate is one${demandsText(missing)}`;
  const dependsOn = verdict === 'open' ? [{ on: 'request' as const, because }] : [];
  return [decision('tls', `${chain.name} takes client certificates${text}`, { field: chain.tls?.server?.tls?.field, dependsOn })];
}

function refusedCertificate(chain: Chain, { clientCertificate, tls }: Request): string | undefined {
  if (clientCertificate === undefined || tls !== 'tls') return undefined;
  const { verdict, missing } = meets(demandsOf(chain), clientCertificate);
  if (verdict !== 'no') return undefined;
  const names = clientCertificate.names?.map((name) => `"${name}"`).join(' and ') ?? '';
  const its = missing.names.length > 0 && names !== '' ? `, and the client's is for ${names}` : '';
  return `${chain.name} takes client certificates${demandsText(missing)} only${its}`;
}

function unreachable(
  decisions: readonly Decision[],
  listener: Listener | undefined,
  reason: Unreachable,
  because: string,
  dependsOn: readonly Dependence[],
  demanded?: Field,
): Connected {
  const field = demanded ?? listener?.refused?.fields[0] ?? listener?.mtls?.field;
  const last = decision(reason === 'no-listener' ? 'listener' : 'chain', because, { refused: true, dependsOn, field: demanded });
  return {
    listener,
    chain: undefined,
    decisions: [...decisions, last],
    end: { kind: 'unreachable', reason, status: undefined, because, field },
  };
}

/** Servers that would take this request if their Gateway were older than the one that pushed them out. */
function orderOfSkipped(skipped: readonly SkippedServer[], request: Request, port: number): readonly Dependence[] {
  const name = request.tls === 'none' ? withoutPort(request.host) : (request.serverName ?? '');
  return skipped
    .filter(
      (entry) =>
        entry.port === port && entry.byOrder && entry.server.hosts.some((host) => isSubsetOf(name, host.name) || overlaps(name, host.name)),
    )
    .map((entry) => ({
      on: 'order' as const,
      because: `Gateway "${entry.server.gateway.namespace}/${entry.server.gateway.name}" loses against "${entry.against.server.gateway.namespace}/${entry.against.server.gateway.name}": ${entry.because}`,
      items: [entry.server.gateway.item, entry.against.server.gateway.item],
    }));
}
