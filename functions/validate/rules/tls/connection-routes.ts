import { gatewayKey } from '../../../mesh/listeners/gateway.ts';
import { fits, sharesHost } from '../../../mesh/listeners/tcp-routes.ts';
import type { Finding, Rule, World } from '../../rule.ts';
import { titled, wrongAt } from '../../spot.ts';
import { alternatives } from '../../spots/alternatives.ts';
import { gatewayPorts } from '../../spots/gateway-proxies.ts';
import { type Meeting, meetings, readBy, rulesOf } from '../../spots/met-servers.ts';

export const connectionRoutes: Rule = {
  code: 'GI2304',
  name: 'connection-routes',
  severity: 'error',
  summary: 'A server for connections must be routed by the `tcp` rules of one VirtualService, and no other server is.',
  why: 'istiod takes the first `tcp` rule of the oldest VirtualService for the port and ignores all others',
  fix: 'write the rules that the protocol of the server asks for, in one VirtualService',
  source: 'istio/istio, pilot/pkg/networking/core/gateway.go (buildGatewayNetworkFiltersFromTCPRoutes)',
  *check(world) {
    for (const meeting of meetings(world)) {
      const { item, http, tcp } = meeting.virtualService;
      const reads = readBy(meeting);
      if (reads === undefined || reads.size === 0 || (reads.size === 1 && reads.has('tls'))) continue;
      const gateway = titled(meeting.servers[0]?.gateway.item ?? item);
      if (http.length > 0 && !reads.has('http'))
        yield wrongAt({ item, path: ['spec', 'http'] }, `is ignored: ${takesConnections(meeting, gateway)}`);
      if (tcp.length > 0 && !reads.has('tcp'))
        yield wrongAt({ item, path: ['spec', 'tcp'] }, `is ignored: no server of ${gateway} for its hosts has a protocol such as TCP`);
    }
    yield* competing(world);
  },
};

function takesConnections({ gateways }: Meeting, gateway: string): string {
  return gateways.some(({ servers }) => servers.some((server) => rulesOf(server) === 'http'))
    ? `the servers of ${gateway} that have its hosts take connections, and those that take requests have others`
    : `${gateway} serves connections, not requests`;
}

function* competing(world: World): Iterable<Finding> {
  const areAlternatives = alternatives(world);
  for (const { proxy, servers } of gatewayPorts(world)) {
    for (const { server } of servers.filter((entry) => rulesOf(entry.server) === 'tcp')) {
      const taking = world.mesh.virtualServices
        .forGateway(gatewayKey(server.gateway), proxy.workload.namespace)
        .filter((entry) => sharesHost(server, entry))
        .flatMap(({ tcp }) => tcp.find(({ matches }) => matches.length === 0 || matches.some((match) => fits(match, server))) ?? []);
      const [first, ...others] = taking;
      for (const { field } of others.filter(
        ({ field }) => first && field.item !== first.field.item && !areAlternatives(field.item, first.field.item),
      ))
        yield wrongAt(
          field,
          `is for port ${server.port}, which ${titled((first ?? { field }).field.item)} takes: only the rules of the older one count`,
        );
    }
  }
}
