import { gatewayKey, type Server } from '../../../mesh/listeners/gateway.ts';
import type { Rule } from '../../rule.ts';
import { titled, wrongAt } from '../../spot.ts';
import { alternatives } from '../../spots/alternatives.ts';
import { bindings } from '../../spots/gateway-proxies.ts';
import { rulesOf } from '../../spots/met-servers.ts';

export const anyHostOfGateway: Rule = {
  code: 'GI2429',
  name: 'any-host-of-gateway',
  severity: 'info',
  summary: 'A VirtualService at a shared gateway should name its hosts.',
  why: 'with `*` it gets every request for a host that no other VirtualService has, misspelt hosts of others included',
  fix: 'name the hosts',
  source: 'istio/istio, pilot/pkg/networking/core/gateway.go (buildGatewayHTTPRouteConfig)',
  *check(world) {
    const areAlternatives = alternatives(world);
    for (const { virtualService, gateways } of bindings(world)) {
      const index = virtualService.hosts.indexOf('*');
      if (index < 0 || virtualService.http.length === 0) continue;
      for (const gateway of gateways.filter(({ servers }) => servers.some(servesAll))) {
        const others = world.mesh.virtualServices.boundTo(gatewayKey(gateway)).filter(({ hosts }) => !hosts.includes('*'));
        const other = others.find(({ item }) => !areAlternatives(item, virtualService.item));
        if (other === undefined) continue;
        const { item, path } = virtualService.hostsField;
        const severity = other.namespace === virtualService.namespace ? 'info' : 'warning';
        yield wrongAt(
          { item, path: [...path, index] },
          `"*" takes all other hosts of ${titled(gateway.item)}, which ${titled(other.item)} uses, too`,
          { severity },
        );
        break;
      }
    }
  },
};

const servesAll = (server: Server): boolean => rulesOf(server) === 'http' && server.hosts.some(({ name }) => name === '*');
