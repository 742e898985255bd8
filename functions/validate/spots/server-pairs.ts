import { ageIsKnown } from '../../mesh/age.ts';
import { isHttp } from '../../mesh/inventory/protocol.ts';
import type { Server } from '../../mesh/listeners/gateway.ts';
import { gatewayKey, speaksTls } from '../../mesh/listeners/gateway.ts';
import { perWorld } from '../per-world.ts';
import type { Finding, World } from '../rule.ts';
import { alternatives } from './alternatives.ts';
import { gatewayPorts } from './gateway-proxies.ts';

/** Two servers that ask for the same port of the same pods; the later one is the one that istiod skips. */
export interface ServerPair {
  readonly first: Server;
  readonly later: Server;
  readonly port: number;
}

/** A server as messages name it. */
export function titledServer({ gateway, portName, port }: Server): string {
  return `server "${portName || port}" of Gateway "${gatewayKey(gateway)}"`;
}

/** Pairs that share a key, each later server with the first one only, so that their number stays that of the servers. */
export function pairsBy(world: World, keysOf: (server: Server) => readonly string[]): readonly (ServerPair & { readonly key: string })[] {
  const areAlternatives = alternatives(world);
  return gatewayPorts(world).flatMap(({ port, servers }) => {
    const first = new Map<string, Server>();
    return servers.flatMap(({ server }) =>
      keysOf(server).flatMap((key) => {
        const other = first.get(key);
        if (other === undefined) first.set(key, server);
        if (other === undefined || other === server || areAlternatives(other.gateway.item, server.gateway.item)) return [];
        return [{ first: other, later: server, port, key }];
      }),
    );
  });
}

/** The plain server and the TLS server, or the HTTP and the opaque one, of every pair on one port that differ so. */
export const plainPairs = perWorld((world): readonly ServerPair[] => pairsBy(world, (server) => (speaksTls(server) ? [] : [server.bind])));

export const isOpaque = ({ protocol }: Server): boolean => !isHttp(protocol);

/** How much of a conflict is certain: Gateways of several namespaces meet only where istiod lets them select pods of all namespaces. */
export function certainty(world: World, { first, later }: ServerPair): Pick<Finding, 'severity'> {
  const { known } = world.mesh.settings.gatewayScope;
  return !known && first.gateway.namespace !== later.gateway.namespace ? { severity: 'warning' } : {};
}

/** One of the two, and the one that it meets. */
export interface Side {
  readonly mine: Server;
  readonly other: Server;
}

/** The servers that may be skipped: the later one, or both where nobody knows which Gateway is older. */
export function sides({ first, later }: Pick<ServerPair, 'first' | 'later'>): readonly Side[] {
  const side = { mine: later, other: first };
  return isOrdered(first, later) ? [side] : [side, { mine: first, other: later }];
}

/** What becomes of the two, as the end of a message. */
export function outcome({ first, later }: Pick<ServerPair, 'first' | 'later'>): string {
  if (first.gateway === later.gateway) return 'which comes first: this server is skipped';
  return isOrdered(first, later)
    ? 'whose Gateway is older: this server is skipped'
    : 'and the server of the Gateway that is created later is skipped';
}

function isOrdered(first: Server, later: Server): boolean {
  return first.gateway === later.gateway || ageIsKnown(first.gateway.age, later.gateway.age);
}
