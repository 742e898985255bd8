import type { Rule } from '../../rule.ts';
import { titled, wrongAt } from '../../spot.ts';
import { gatewayDestinations } from '../../spots/egress-hops.ts';

export const hiddenFromGateway: Rule = {
  code: 'GI2608',
  name: 'hidden-from-gateway',
  severity: 'error',
  summary: 'A ServiceEntry to which a gateway sends requests must be exported to the namespace of the gateway.',
  why: 'the gateway has no cluster for the host, and answers 503',
  fix: 'add the namespace of the gateway to `exportTo`',
  source: 'https://istio.io/latest/docs/reference/config/networking/service-entry/#ServiceEntry-export_to',
  *check(world) {
    const { isVisible } = world.mesh.world;
    for (const { destination, proxy, virtualService } of gatewayDestinations(world)) {
      const { namespace } = proxy.workload;
      const all = world.mesh.registry.withHost(destination.host);
      if (namespace === '' || all.length === 0 || all.some((service) => service.registry !== 'external' || isVisible(service, namespace)))
        continue;
      for (const service of all)
        yield wrongAt(
          { item: service.field.item, path: ['spec', 'exportTo'] },
          `leaves out namespace "${namespace}", whose gateway "${proxy.workload.name}" sends "${service.host}" on by ${titled(virtualService.item)}`,
        );
    }
  },
};
