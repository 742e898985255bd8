import type { Rule } from '../../rule.ts';
import { at, deep, isSet, length, wrong } from '../../spot.ts';
import { trafficPolicies } from '../../spots/destination-rule.ts';

export const failoverWithoutOutlierDetection: Rule = {
  code: 'GI1309',
  name: 'failover-without-outlier-detection',
  severity: 'warning',
  summary: 'Failover between localities should come with outlier detection.',
  why: 'without it no endpoint is ever found unhealthy, and nothing fails over',
  fix: 'add `outlierDetection`',
  source: 'istio/istio, pkg/config/validation/agent/validation.go (ValidateLocalityLbSetting)',
  upstream: ['IST0133'],
  *check(world) {
    for (const { policy } of trafficPolicies(world)) {
      if (isSet(at(policy, 'outlierDetection'))) continue;
      for (const setting of ['localityLbSetting', 'zoneAwareLbSetting'])
        for (const name of ['failover', 'failoverPriority']) {
          const field = deep(policy, 'loadBalancer', setting, name);
          if (length(field) > 0) yield wrong(field, 'has no effect without `outlierDetection`');
        }
    }
  },
};
