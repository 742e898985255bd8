import type { DestinationRule } from '../../../mesh/registry/destination-rules.ts';
import { policyForPort, type TrafficPolicy } from '../../../mesh/registry/traffic-policy.ts';
import type { Rule } from '../../rule.ts';
import { titled, wrongAt } from '../../spot.ts';
import { gatewayDestinations, portMeant } from '../../spots/egress-hops.ts';

export const tlsRuleNotSeen: Rule = {
  code: 'GI2616',
  name: 'tls-rule-not-seen',
  severity: 'error',
  summary: 'A DestinationRule that begins TLS to an outside host must be one that the gateway in between uses.',
  why: 'the gateway sends plain text where the rule means TLS',
  fix: 'put the rule into the namespace of the gateway, or into that of the ServiceEntry and export it',
  source: 'https://istio.io/latest/docs/tasks/traffic-management/egress/egress-gateway-tls-origination/',
  *check(world) {
    const byHost = rulesThatBeginTls(world.mesh.destinationRules.rules);
    if (byHost.size === 0) return;
    for (const found of gatewayDestinations(world)) {
      const { destination, proxy } = found;
      const service = proxy.scope.service(destination.host);
      const port = portMeant(world, found);
      const rules = (byHost.get(destination.host) ?? []).filter((rule) => begins(policyForPort(rule.policy, port ?? 0).policy));
      if (rules.length === 0 || service?.registry !== 'external' || port === undefined || proxy.workload.namespace === '') continue;
      const { rule: used, policy } = world.mesh.world.cluster(proxy.scope, destination.host, port, destination.subset);
      if (policy?.tls !== undefined || rules.some((rule) => used?.from.includes(rule) || rule.workloadSelector !== undefined)) continue;
      for (const rule of rules)
        yield wrongAt(
          { item: rule.item, path: ['spec', 'host'] },
          `is not used by the gateway ${proxy.workload.namespace}/${proxy.workload.name}, which looks in its own namespace, then in that of ${titled(service.field.item)}`,
        );
    }
  },
};

const begins = (policy: TrafficPolicy | undefined): boolean => policy?.tls?.mode === 'SIMPLE' || policy?.tls?.mode === 'MUTUAL';

function rulesThatBeginTls(rules: readonly DestinationRule[]): ReadonlyMap<string, readonly DestinationRule[]> {
  const byHost = new Map<string, DestinationRule[]>();
  const somewhere = (policy: TrafficPolicy | undefined): boolean =>
    begins(policy) || policy?.portLevelSettings.some((entry) => begins(entry.policy)) === true;
  for (const rule of rules.filter(({ policy }) => somewhere(policy))) byHost.set(rule.host, [...(byHost.get(rule.host) ?? []), rule]);
  return byHost;
}
