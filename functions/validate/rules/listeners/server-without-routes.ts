import { type HostSet, hostSet as hostSetOf } from '../../../mesh/hosts/host-set.ts';
import { gatewayKey, isPassthrough, type Server } from '../../../mesh/listeners/gateway.ts';
import type { VirtualService } from '../../../mesh/routes/virtual-services.ts';
import type { Finding, Rule } from '../../rule.ts';
import { titled, wrongAt } from '../../spot.ts';
import { fieldOf, istioServers } from '../../spots/istio-gateways.ts';

export const serverWithoutRoutes: Rule = {
  code: 'GI2115',
  name: 'server-without-routes',
  severity: 'info',
  summary: 'A server should have a VirtualService for each of its hosts.',
  why: 'requests are answered with 404, connections are closed',
  fix: 'name the Gateway in `gateways` of a VirtualService with such a host, or delete the server',
  source: 'istio/istio, pilot/pkg/networking/core/gateway.go (buildGatewayHTTPRouteConfig)',
  *check(world) {
    for (const server of istioServers(world)) {
      const { tls, gateway, hosts } = server;
      if (tls?.httpsRedirect || tls?.mode === 'AUTO_PASSTHROUGH' || hosts.length === 0) continue;
      const bound = world.mesh.virtualServices.boundTo(gatewayKey(gateway));
      const says = `meets no host of a VirtualService that names the Gateway: ${isPassthrough(server) ? 'connections are closed' : 'nothing is served'}`;
      if (!isMet(server.hostSet, bound)) yield wrongAt(fieldOf(server, 'hosts'), says, { severity: world.complete ? 'warning' : 'info' });
      else yield* lonelyHosts(server, bound, says);
    }
  },
};

const isMet = (set: HostSet, bound: readonly VirtualService[]): boolean =>
  bound.some(({ hosts, namespace }) => set.intersect(hosts, namespace).length > 0);

/** Single hosts of a server. Hosts of routes that no server has may be meant for them: there it is told. */
function* lonelyHosts({ hosts, gateway }: Server, bound: readonly VirtualService[], says: string): Iterable<Finding> {
  const isServed = ({ hosts: others, namespace }: VirtualService) =>
    others.every((other) => gateway.servers.some(({ hostSet }) => hostSet.intersect([other], namespace).length > 0));
  if (hosts.length === 1 || !bound.every(isServed)) return;
  for (const host of hosts) {
    if (isMet(hostSetOf([host]), bound)) continue;
    const shut = bound.find((service) => service.namespace !== host.namespace && service.hosts.includes(host.name));
    if (shut === undefined) yield wrongAt(host.field, `"${host.text}" ${says} for it`, { severity: 'info' });
    else
      yield wrongAt(host.field, `"${host.text}" is for namespace "${host.namespace}", and ${titled(shut.item)} is of "${shut.namespace}"`, {
        severity: 'warning',
        fix: `write \`${shut.namespace}/${host.name}\`, or move the VirtualService`,
      });
  }
}
