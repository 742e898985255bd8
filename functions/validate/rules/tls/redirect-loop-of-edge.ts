import { overlaps } from '../../../hosts/host-name.ts';
import { isHttp } from '../../../mesh/inventory/protocol.ts';
import type { GatewayProxy } from '../../../mesh/listeners/gateway-proxy.ts';
import type { Rule, World } from '../../rule.ts';
import { titled, wrongAt } from '../../spot.ts';
import { gatewayPorts } from '../../spots/gateway-proxies.ts';
import { fieldOf } from '../../spots/istio-gateways.ts';
import { tlsEnders } from '../../spots/tls-enders.ts';

export const redirectLoopOfEdge: Rule = {
  code: 'GI2313',
  name: 'redirect-loop-of-edge',
  severity: 'error',
  summary: 'A server behind something that ends TLS must not redirect to HTTPS.',
  why: 'every request arrives in plain text and is redirected, for ever',
  fix: 'delete `httpsRedirect` and redirect at the edge, or pass TLS on to the gateway',
  source: 'https://istio.io/latest/docs/ops/common-problems/network-issues/; istio/istio issue 20117',
  *check(world) {
    for (const { proxy, port, servers } of gatewayPorts(world)) {
      if (trustsEdge(proxy, world)) continue;
      const enders = proxy.services.flatMap((service) => tlsEnders(world)(service, port, proxy.workload));
      for (const { server } of servers.filter((entry) => entry.server.tls?.httpsRedirect && isHttp(entry.server.protocol))) {
        const ender = enders.find(({ host }) => host === undefined || server.hosts.some(({ name }) => overlaps(name, host)));
        if (ender !== undefined)
          yield wrongAt(
            fieldOf(server, 'tls', 'httpsRedirect'),
            `redirects what ${titled(ender.item)} has ended TLS for: it comes back in plain text again`,
          );
      }
    }
  },
};

/** Where proxies in front are trusted, their word counts that the request came with TLS. */
function trustsEdge({ workload }: GatewayProxy, { mesh }: World): boolean {
  return (mesh.settings.trustedProxies ?? 0) > 0 || /numTrustedProxies\W+[1-9]/.test(workload.annotations['proxy.istio.io/config'] ?? '');
}
