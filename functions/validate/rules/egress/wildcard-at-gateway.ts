import { isSubsetOf, isWildcard } from '../../../hosts/host-name.ts';
import { below } from '../../../mesh/field.ts';
import type { Rule } from '../../rule.ts';
import { titled, wrongAt } from '../../spot.ts';
import { gatewayDestinations } from '../../spots/egress-hops.ts';

export const wildcardAtGateway: Rule = {
  code: 'GI2602',
  name: 'wildcard-at-gateway',
  severity: 'error',
  summary: 'A host to which a gateway sends requests must be declared by its full name, unless its addresses are found when it is called.',
  why: 'a gateway has no cluster for a name that only a wildcard covers, and answers 503',
  fix: 'declare the host in a ServiceEntry of its own, or use a wildcard with `resolution: DYNAMIC_DNS` as the destination',
  source: 'https://istio.io/latest/docs/tasks/traffic-management/egress/wildcard-egress-hosts/',
  *check(world) {
    const wildcards = world.mesh.registry.wildcards;
    for (const { destination, proxy } of gatewayDestinations(world)) {
      if (isWildcard(destination.host) || world.mesh.registry.withHost(destination.host).length > 0) continue;
      const covering = wildcards.find(({ host }) => isSubsetOf(destination.host, host));
      if (covering !== undefined)
        yield wrongAt(
          below(destination.field, 'host'),
          `is "${destination.host}", which only "${covering.host}" of ${titled(covering.field.item)} covers: the gateway ${proxy.workload.namespace}/${proxy.workload.name} has no cluster for it`,
        );
    }
  },
};
