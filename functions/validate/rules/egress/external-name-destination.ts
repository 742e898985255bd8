import { below } from '../../../mesh/field.ts';
import { serviceOfHost } from '../../../mesh/hosts/qualify.ts';
import type { Rule, World } from '../../rule.ts';
import { titled, wrongAt } from '../../spot.ts';
import { ruledDestinations } from '../../spots/egress-hops.ts';

export const externalNameDestination: Rule = {
  code: 'GI2619',
  name: 'external-name-destination',
  severity: 'warning',
  summary: 'An ExternalName Service to which a rule sends requests should stand for a host that the mesh knows.',
  why: 'such a Service is only another name of that host: proxies have no cluster for it, and answer 503',
  fix: 'declare the host that it stands for in a ServiceEntry',
  source: 'istio/istio, pilot/pkg/networking/core/route/route.go (GetDestinationCluster)',
  *check(world) {
    for (const { destination } of ruledDestinations(world)) {
      const services = world.mesh.registry.withHost(destination.host);
      const [first] = services;
      if (first?.externalName === undefined || !services.every(({ resolution }) => resolution === 'alias')) continue;
      if (world.mesh.registry.withHost(first.externalName).length > 0 || mayExist(world, first.externalName)) continue;
      const says = `is ${titled(first.field.item)}, which stands for "${first.externalName}", a host that no ServiceEntry declares`;
      yield wrongAt(below(destination.field, 'host'), says);
    }
  },
};

/** A Service of the cluster that is not in the files may be there all the same; other hosts have their ServiceEntry beside the rule. */
const mayExist = ({ complete, mesh }: World, host: string): boolean =>
  !complete && serviceOfHost(host, mesh.settings.clusterDomain.value) !== undefined;
