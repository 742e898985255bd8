import { gatewayKey, isPassthrough } from '../../../mesh/listeners/gateway.ts';
import type { Rule } from '../../rule.ts';
import { wrongAt } from '../../spot.ts';
import { fieldOf, istioServers } from '../../spots/istio-gateways.ts';

export const serverWithoutRoutes: Rule = {
  code: 'GI2115',
  name: 'server-without-routes',
  severity: 'info',
  summary: 'A server should have a VirtualService for one of its hosts.',
  why: 'requests are answered with 404, connections are closed',
  fix: 'name the Gateway in `gateways` of a VirtualService with such a host, or delete the server',
  source: 'istio/istio, pilot/pkg/networking/core/gateway.go (buildGatewayHTTPRouteConfig)',
  *check(world) {
    for (const server of istioServers(world)) {
      const { tls, gateway, hostSet, hosts } = server;
      if (tls?.httpsRedirect || tls?.mode === 'AUTO_PASSTHROUGH' || hosts.length === 0) continue;
      const bound = world.mesh.virtualServices.boundTo(gatewayKey(gateway));
      if (bound.some((virtualService) => hostSet.intersect(virtualService.hosts, virtualService.namespace).length > 0)) continue;
      const answer = isPassthrough(server) ? 'connections are closed' : 'nothing is served';
      const severity = world.complete ? 'warning' : 'info';
      yield wrongAt(fieldOf(server, 'hosts'), `meets no host of a VirtualService that names the Gateway: ${answer}`, { severity });
    }
  },
};
