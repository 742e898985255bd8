import type { Rule } from '../../rule.ts';
import { deep, isSet, name, pathOf, rootOf, titled } from '../../spot.ts';
import { gatewayDestinations } from '../../spots/egress-hops.ts';

export const originalDestinationAtGateway: Rule = {
  code: 'GI2601',
  name: 'original-destination-at-gateway',
  severity: 'error',
  summary: 'A ServiceEntry to which a gateway sends requests must say how its addresses are found.',
  why: 'with resolution NONE, the default, a gateway has no address to send to and answers 503',
  fix: 'set `resolution: DNS`; for hosts with a wildcard `resolution: DYNAMIC_DNS`',
  source: 'istio/istio, pilot/pkg/networking/core/cluster_builder.go (convertResolution)',
  *check(world) {
    const told = new Set<unknown>();
    for (const { destination, proxy, virtualService } of gatewayDestinations(world)) {
      if (told.has(destination)) continue;
      const service = proxy.scope.service(destination.host);
      if (service?.registry !== 'external' || service.resolution !== 'NONE') continue;
      told.add(destination);
      const { item } = service.field;
      const resolution = deep(rootOf(item), 'spec', 'resolution');
      const through = `, and ${titled(virtualService.item)} sends "${destination.host}" through the gateway ${proxy.workload.namespace}/${proxy.workload.name}`;
      yield {
        item,
        path: isSet(resolution) ? pathOf(resolution) : ['spec'],
        message: `${name(resolution)} is ${isSet(resolution) ? '' : 'not set, which means '}NONE${through}`,
      };
    }
  },
};
