import { isWildcard } from '../../../hosts/host-name.ts';
import { groupBy } from '../../../krm/group-by.ts';
import { serviceOfHost } from '../../../mesh/hosts/qualify.ts';
import type { DestinationRule } from '../../../mesh/registry/destination-rules.ts';
import type { Finding, Rule, World } from '../../rule.ts';
import { titled, wrongAt } from '../../spot.ts';
import { alternatives } from '../../spots/alternatives.ts';
import { proxiesByKey, type RuledDestination, ruledDestinations } from '../../spots/egress-hops.ts';
import { istioDestinationRules } from '../../spots/istio-rules.ts';
import { rulesByHost } from '../../spots/rules-by-host.ts';
import { selectedWorkloads } from '../../spots/selected-workloads.ts';

export const ruleOutOfSight: Rule = {
  code: 'GI2501',
  name: 'rule-out-of-sight',
  severity: 'warning',
  summary: 'A DestinationRule should lie in the namespace of its Service, or in that of the callers that it is for.',
  why: 'a caller uses the rules of its own namespace, else those of the namespace of the Service, else those of the root namespace, and merges none of them',
  fix: 'move the rule to the namespace of the Service',
  source: 'https://istio.io/latest/docs/ops/best-practices/traffic-management/#cross-namespace-configuration',
  upstream: ['KIA0201'],
  *check(world) {
    const byHost = groupBy(ruledDestinations(world), ({ destination }) => destination.host);
    for (const rule of istioDestinationRules(world)) {
      const owner = isWildcard(rule.host) ? undefined : ownerOf(rule, world);
      // Without a namespace in the file, the host decides where the rule lies.
      if (rule.hostField.item.id.namespace === undefined) continue;
      if (owner === undefined || owner === rule.namespace || rule.namespace === world.mesh.settings.rootNamespace.value) continue;
      const finding = unused(rule, owner, byHost.get(rule.host) ?? [], world) ?? hiding(rule, owner, world);
      if (finding !== undefined) yield finding;
    }
  },
};

function ownerOf({ host }: DestinationRule, { mesh }: World): string | undefined {
  return mesh.registry.withHost(host)[0]?.namespace ?? serviceOfHost(host, mesh.settings.clusterDomain.value)?.namespace;
}

/**
 * Beside a VirtualService whose gateway runs elsewhere, it is not for the calls of that gateway; nor is it for any calls that the files
 * tell where nobody else is beside it.
 */
function unused(
  { hostField, namespace, host }: DestinationRule,
  owner: string,
  routes: readonly RuledDestination[],
  world: World,
): Finding | undefined {
  if (world.mesh.registry.withHost(host).some(({ registry }) => registry === 'external')) return undefined;
  const hasOthers = selectedWorkloads(world).inNamespace(namespace, {}).length > 0;
  const callers = routes
    .filter(({ virtualService }) => !hasOthers || virtualService.namespace === namespace)
    .flatMap(({ gateways, virtualService }) =>
      gateways.flatMap((key) =>
        key === 'mesh' ? [virtualService.namespace] : (proxiesByKey(world).get(key) ?? []).map(({ workload }) => workload.namespace),
      ),
    );
  const [first] = callers;
  if (first === undefined || callers.some((caller) => caller === '' || caller === namespace)) return undefined;
  return wrongAt(
    hostField,
    `"${host}" lies in namespace "${owner}", and is called from "${first}", where rules of "${namespace}" are not used`,
  );
}

/** In its own namespace it stands for the rule of the Service's owner. */
function hiding(rule: DestinationRule, owner: string, world: World): Finding | undefined {
  const other = (rulesByHost(world).get(rule.host) ?? []).find(({ namespace }) => namespace === owner);
  if (other === undefined || rule.workloadSelector !== undefined || alternatives(world)(other.item, rule.item)) return undefined;
  const names = new Set(rule.subsets.map(({ name }) => name));
  const lost = other.subsets.filter(({ name }) => !names.has(name)).map(({ name }) => `subset "${name}"`);
  if (other.policy?.tls !== undefined && rule.policy?.tls === undefined) lost.push('`tls`');
  if (lost.length === 0) return undefined;
  return wrongAt(
    rule.hostField,
    `takes the place of ${titled(other.item)}: callers in namespace "${rule.namespace}" lose its ${lost.join(', ')}`,
  );
}
