import { overlaps } from '../../../hosts/host-name.ts';
import { gatewayKey } from '../../../mesh/listeners/gateway.ts';
import type { Rule } from '../../rule.ts';
import { titled, wrongAt } from '../../spot.ts';
import { fieldOf, istioServers } from '../../spots/istio-gateways.ts';

export const autoPassthroughRoutes: Rule = {
  code: 'GI2118',
  name: 'auto-passthrough-routes',
  severity: 'warning',
  summary: 'A server with AUTO_PASSTHROUGH should serve hosts of services of the mesh, and needs no VirtualService.',
  why: 'it passes on connections of other clusters to services by their own names; routes are not looked at, and other hosts never match',
  fix: 'use the host `*.local` and no VirtualService, or `PASSTHROUGH` with a VirtualService',
  source: 'istio/istio, pilot/pkg/networking/core/gateway.go (builtAutoPassthroughFilterChains)',
  *check(world) {
    const { clusterDomain } = world.mesh.settings;
    const inside = world.mesh.registry.services.filter(({ meshExternal }) => !meshExternal).map(({ host }) => host);
    for (const server of istioServers(world).filter(({ tls }) => tls?.mode === 'AUTO_PASSTHROUGH')) {
      const [routes] = world.mesh.virtualServices
        .boundTo(gatewayKey(server.gateway))
        .filter((virtualService) => server.hostSet.intersect(virtualService.hosts, virtualService.namespace).length > 0);
      if (routes !== undefined)
        yield wrongAt(fieldOf(server, 'tls', 'mode'), `"AUTO_PASSTHROUGH" ignores the routes of ${titled(routes.item)}`);
      for (const { name, field } of server.hosts) {
        if (overlaps(name, `*.${clusterDomain.value}`) || name.endsWith('.local') || inside.some((host) => overlaps(name, host))) continue;
        yield wrongAt(field, `"${name}" is the name of no service of the mesh`);
      }
    }
  },
};
