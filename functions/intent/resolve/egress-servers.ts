import { formatPath } from '../../diagnostics/path.ts';
import { findingAt } from '../../krm/finding-at.ts';
import { groupBy } from '../../krm/group-by.ts';
import type { EgressHost, EgressPort, Gateway, Server, ServerTLS } from '../model.ts';
import type { Report } from './report.ts';
import { placeOf } from './server-entries.ts';

interface Entrance {
  readonly host: EgressHost;
  readonly port: EgressPort;
  readonly tls: ServerTLS | undefined;
}

/** How the way from the sidecar to the gateway is protected for one port of an outside host. */
export function hopOf(gateway: Gateway, { family }: EgressPort): 'mesh' | 'passthrough' | 'plain' {
  const hop = gateway.spec.hopTLS ?? 'Mutual';
  if (family === 'tls' && hop !== 'MutualAll') return 'passthrough';
  return hop === 'None' ? 'plain' : 'mesh';
}

const serverTLS = { mesh: { mode: 'Mesh' }, passthrough: { mode: 'Passthrough' }, plain: undefined } as const;

/**
 * What an egress gateway listens on: the port of the outside host, with the host as server name. Inside mesh mTLS, HTTP hosts share a server and every
 * host of another protocol has its own, because its route goes by the server.
 */
export function egressServers(gateway: Gateway, hosts: readonly EgressHost[], report: Report): Server[] {
  const entrances = hosts.flatMap((host) =>
    host.ports
      .filter((port) => port.gateway === gateway.key)
      .map((port): Entrance => ({ host, port, tls: serverTLS[hopOf(gateway, port)] })),
  );
  const byPort = [...groupBy(entrances, ({ port }) => port.port)].sort(([a], [b]) => a - b);
  return byPort.flatMap(([, same]) => portServers(gateway, same, report));
}

function portServers(gateway: Gateway, entrances: readonly Entrance[], report: Report): Server[] {
  const plain = entrances.filter(({ tls }) => tls === undefined);
  const [first] = plain;
  const stranger =
    first &&
    entrances.find(
      (other) => other !== first && (other.tls !== undefined || first.port.family === 'tcp' || other.port.family !== first.port.family),
    );
  if (first !== undefined && stranger !== undefined) report(clash(gateway, first, stranger));
  const groups = groupBy(entrances, ({ host, port, tls }) =>
    port.family === 'http' ? `http ${tls?.mode}` : tls?.mode === 'Passthrough' ? 'passthrough' : `tcp ${host.host}`,
  );
  return [...groups.values()].map((group) => server(group, entrances.length > group.length));
}

function server(group: readonly Entrance[], isShared: boolean): Server {
  const [{ port, host, tls }] = group as readonly [Entrance, ...Entrance[]];
  const protocols = new Set(group.map((entrance) => entrance.port.protocol));
  const kind = port.family === 'http' ? 'http' : port.family === 'tls' ? 'tls' : port.protocol.toLowerCase();
  return {
    name: `${kind}-${port.port}${isShared && port.family !== 'http' ? `-${host.host.replaceAll('.', '-')}` : ''}`,
    kind: `${kind}-${port.port}`,
    port: port.port,
    protocol: protocols.size === 1 ? port.protocol : 'HTTP',
    hosts: group.map((entrance) => ({
      host: entrance.tls === undefined && port.family === 'tcp' ? '*' : entrance.host.serviceHost,
      namespaces: undefined,
    })),
    tls,
    httpsRedirect: false,
    origins: group.flatMap((entrance) => entrance.port.uses.map(({ origin }) => origin)),
  };
}

function clash(gateway: Gateway, first: Entrance, other: Entrance) {
  const use = (other.port.uses[0] as Entrance['port']['uses'][number]).origin;
  const place = first.port.uses[0]?.origin;
  return findingAt('GI0228', use.item, use.path, {
    message: `"${other.host.host}:${other.port.port}" and "${first.host.host}:${first.port.port}" (${placeOf(place)}, \`${formatPath(place?.path ?? [])}\`) cannot be told apart on gateway "${gateway.key}": without mTLS a connection carries no host name`,
    fix: 'set `hopTLS: Mutual` on the gateway (the default), or use another egress gateway for one of them',
  });
}
