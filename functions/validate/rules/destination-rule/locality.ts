import type { Rule } from '../../rule.ts';
import { at, isSet, wrong } from '../../spot.ts';
import { trafficPolicies } from '../../spots/destination-rule.ts';
import { localityFindings } from '../../spots/locality.ts';

export const locality: Rule = {
  code: 'GI1308',
  name: 'locality',
  severity: 'error',
  summary: 'Localities must be given in one way, without overlap, with weights that add up to 100, and failover must go to another region.',
  why: 'the webhook of istiod refuses the object',
  fix: 'keep `distribute` or `failover`, and give each region once',
  source: 'istio/istio, pkg/config/validation/agent/validation.go (ValidateLocalityLbSetting)',
  upstream: ['IST0106'],
  *check(world) {
    for (const { policy } of trafficPolicies(world)) {
      const balancer = at(policy, 'loadBalancer');
      const [locality, zone] = [at(balancer, 'localityLbSetting'), at(balancer, 'zoneAwareLbSetting')];
      if (isSet(locality) && isSet(zone)) yield wrong(zone, 'must not be set beside `localityLbSetting`');
      yield* localityFindings(locality);
      yield* localityFindings(zone);
    }
  },
};
