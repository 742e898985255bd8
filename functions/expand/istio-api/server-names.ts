import { isSubsetOf } from '../../hosts/host-name.ts';
import type { Gateway } from '../../intent/model.ts';
import type { Condition } from './access-conditions.ts';
import { seesRequests } from './sees-requests.ts';

/** Server names of ports whose connections show the gateway no requests, although others of the same port do: passed through, or another protocol inside TLS. */
export function opaqueNames({ servers }: Gateway, ports: readonly number[]): string[] {
  const own = servers.filter(({ port }) => ports.includes(port));
  return [
    ...new Set(
      own.filter((server) => server.tls !== undefined && !seesRequests(server)).flatMap(({ hosts }) => hosts.map(({ host }) => host)),
    ),
  ];
}

/**
 * Leaves connections out that show no requests. Istio drops the conditions of a DENY or CUSTOM rule that a connection cannot meet, and so makes the rule wider
 * there: pilot/pkg/security/authz/model of istio/istio. The server name is all that tells such connections apart.
 */
export function withoutOpaque(gateway: Gateway, ports: readonly number[]): Condition[] {
  const values = opaqueNames(gateway, ports);
  return values.length === 0 ? [] : [{ part: 'when', field: 'connection.sni', negated: true, values }];
}

/** A server name of these ports that is opaque and covers one that is not: then no condition tells the two apart. */
export function coveringName(gateway: Gateway, ports: readonly number[]): string | undefined {
  const seen = gateway.servers
    .filter((server) => ports.includes(server.port) && server.tls !== undefined && seesRequests(server))
    .flatMap(({ hosts }) => hosts.map(({ host }) => host));
  return opaqueNames(gateway, ports).find((wide) => seen.some((host) => isSubsetOf(host, wide)));
}
