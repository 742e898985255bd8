import { gatewayKey, type Server } from '../../../mesh/listeners/gateway.ts';
import type { Finding, Rule, World } from '../../rule.ts';
import { titled, wrongAt } from '../../spot.ts';
import { certificateWithoutMode } from '../../spots/gateway.ts';
import { fieldOf, istioServers } from '../../spots/istio-gateways.ts';
import { type Meeting, meetings, readBy, rulesOf } from '../../spots/met-servers.ts';

export const passthroughRoutes: Rule = {
  code: 'GI2302',
  name: 'passthrough-routes',
  severity: 'error',
  summary: 'Connections that are passed through must be routed by `tls` rules.',
  why: 'the gateway sees the server name of the connection only: other rules are ignored, and without any the port is closed',
  fix: 'write `tls` with `match[].sniHosts`, or end TLS at the gateway with `mode: SIMPLE`',
  source: 'https://istio.io/latest/docs/ops/common-problems/network-issues/#gateway-to-virtual-service-tls-mismatch',
  *check(world) {
    const told = new Set<Server>();
    for (const meeting of meetings(world)) {
      const { item, http, tcp, tls } = meeting.virtualService;
      const field = http.length > 0 ? 'http' : 'tcp';
      if (!isPassedOnly(meeting) || http.length + tcp.length === 0) continue;
      if (tls.length === 0) for (const server of meeting.servers) told.add(server);
      if (meeting.servers.some(forgetsMode)) continue;
      yield wrongAt({ item, path: ['spec', field] }, `is ignored: ${titled(meeting.servers[0]?.gateway.item ?? item)} passes TLS through`);
    }
    for (const server of istioServers(world).filter((entry) => rulesOf(entry) === 'tls' && !told.has(entry) && !forgetsMode(entry)))
      yield* closed(server, world);
  },
};

/** Rule GI2301 says of it that it should end TLS. */
const forgetsMode = ({ protocol, tls }: Server): boolean => certificateWithoutMode(protocol, tls?.written) !== undefined;

function isPassedOnly(meeting: Meeting): boolean {
  const reads = readBy(meeting);
  return reads?.size === 1 && reads.has('tls');
}

/** A server for whose hosts there are VirtualServices, and none with rules for it. */
function* closed(server: Server, { mesh }: World): Iterable<Finding> {
  const bound = mesh.virtualServices.boundTo(gatewayKey(server.gateway));
  const met = bound.filter((entry) => server.hostSet.intersect(entry.hosts, entry.namespace).length > 0);
  const [first] = met;
  if (first === undefined || met.some(({ tls }) => tls.length > 0)) return;
  const text = `passes TLS through, and ${titled(first.item)} has no \`tls\` rules: the port is closed for it`;
  yield wrongAt(fieldOf(server, 'tls'), text, { severity: 'warning' });
}
