import { groupBy } from '../../../krm/group-by.ts';
import type { VirtualService } from '../../../mesh/routes/virtual-services.ts';
import type { Rule } from '../../rule.ts';
import { titled, wrongAt } from '../../spot.ts';
import { alternatives } from '../../spots/alternatives.ts';
import { bindings } from '../../spots/gateway-proxies.ts';

export const subsetNotForIngress: Rule = {
  code: 'GI2416',
  name: 'subset-not-for-ingress',
  severity: 'warning',
  summary: 'Rules about the subsets of a host should hold for requests through gateways, too.',
  why: 'a gateway uses the VirtualServices that name it only: its requests go to all subsets',
  fix: 'name the subset in the VirtualService of the gateway, or add its Gateway to the VirtualService of the host',
  source: 'https://istio.io/latest/docs/ops/common-problems/network-issues/#route-rules-have-no-effect-on-ingress-gateway-requests',
  upstream: ['IST0140'],
  *check(world) {
    const areAlternatives = alternatives(world);
    const inside = bindings(world).filter(
      ({ isForMesh, virtualService }) => isForMesh && virtualService.gateways.length === 1 && hasSubsets(virtualService),
    );
    const byHost = groupBy(
      inside.flatMap(({ virtualService }) => virtualService.hosts.map((host) => ({ host, virtualService }))),
      ({ host }) => host,
    );
    for (const { virtualService, isForMesh } of byHost.size === 0 ? [] : bindings(world)) {
      if (isForMesh) continue;
      for (const { host, subset, field } of virtualService.http.flatMap(({ destinations }) => destinations)) {
        const other = byHost.get(host)?.find((entry) => !areAlternatives(entry.virtualService.item, virtualService.item));
        if (other === undefined || subset !== '') continue;
        yield wrongAt(field, `goes to all subsets of "${host}": the rules of ${titled(other.virtualService.item)} are for sidecars only`);
      }
    }
  },
};

function hasSubsets({ http }: VirtualService): boolean {
  return http.some(({ destinations }) => destinations.some(({ subset }) => subset !== ''));
}
