import { isSubsetOf, isWildcard } from '../../../hosts/host-name.ts';
import { below } from '../../../mesh/field.ts';
import { serviceOfHost } from '../../../mesh/hosts/qualify.ts';
import type { Rule, World } from '../../rule.ts';
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
    const told = new Set<unknown>();
    for (const { destination, proxy } of gatewayDestinations(world)) {
      if (told.has(destination) || world.mesh.registry.withHost(destination.host).length > 0) continue;
      const problem = isWildcard(destination.host) ? undeclared(world, destination.host) : coveredOnly(world, destination.host);
      if (problem === undefined) continue;
      told.add(destination);
      const says = `is "${destination.host}", ${problem}: the gateway ${proxy.workload.namespace}/${proxy.workload.name} has no cluster for it`;
      yield wrongAt(below(destination.field, 'host'), says, isWildcard(destination.host) && !world.complete ? { severity: 'warning' } : {});
    }
  },
};

/** A destination with a wildcard is one of a ServiceEntry with the same. */
const undeclared = (world: World, host: string): string =>
  `which no ServiceEntry ${world.complete ? '' : 'in the files '}declares as it stands ("${host}", with resolution DYNAMIC_DNS)`;

function coveredOnly({ mesh }: World, host: string): string | undefined {
  if (serviceOfHost(host, mesh.settings.clusterDomain.value) !== undefined) return undefined;
  const covering = mesh.registry.wildcards.find((service) => service.host !== '*' && isSubsetOf(host, service.host));
  return covering && `which only "${covering.host}" of ${titled(covering.field.item)} covers`;
}
