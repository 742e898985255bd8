import { isPassthrough, routesRequests, type Server } from '../../mesh/listeners/gateway.ts';
import { perWorld } from '../per-world.ts';
import { type Binding, bindings } from './gateway-proxies.ts';

/** A VirtualService, and the servers of its Gateways that have one of its hosts. */
export interface Meeting extends Binding {
  readonly servers: readonly Server[];
}

export const meetings = perWorld((world): readonly Meeting[] =>
  bindings(world).map((binding) => {
    const { hosts, namespace } = binding.virtualService;
    const servers = binding.gateways.flatMap((gateway) =>
      gateway.servers.filter(({ hostSet }) => hostSet.intersect(hosts, namespace).length > 0),
    );
    return { ...binding, servers };
  }),
);

/** Which rules of a VirtualService a server reads: those for requests, for TLS that is passed on, or for connections. */
export type Reads = 'http' | 'tls' | 'tcp' | 'none';

export function rulesOf(server: Server): Reads {
  // Of a protocol that Istio does not know nobody can tell.
  if (server.tls?.mode === 'AUTO_PASSTHROUGH' || server.protocol === 'unknown') return 'none';
  if (isPassthrough(server) && server.protocol !== 'HTTP') return 'tls';
  if (!routesRequests(server)) return 'tcp';
  return server.tls?.httpsRedirect ? 'none' : 'http';
}

/** The rules that all servers met read, where the files tell all of them and the mesh reads none. */
export function readBy({ servers, isWhole, isForMesh }: Meeting): ReadonlySet<Reads> | undefined {
  if (!isWhole || isForMesh || servers.length === 0) return undefined;
  return new Set(servers.map(rulesOf).filter((reads) => reads !== 'none'));
}
