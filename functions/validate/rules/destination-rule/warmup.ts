import type { Rule } from '../../rule.ts';
import { at, deep, isSet, number, wrong } from '../../spot.ts';
import { trafficPolicies } from '../../spots/destination-rule.ts';

export const warmup: Rule = {
  code: 'GI1310',
  name: 'warmup',
  severity: 'error',
  summary: 'The aggression of a warm-up must be above 0.',
  why: 'the webhook of istiod refuses the object',
  fix: 'write `aggression: 1`, or delete it',
  source: 'istio/istio, pkg/config/validation/validation.go (validateLoadBalancer)',
  upstream: ['IST0106'],
  *check(world) {
    for (const { policy } of trafficPolicies(world)) {
      const warmup = deep(policy, 'loadBalancer', 'warmup');
      if (!isSet(warmup)) continue;
      const aggression = at(warmup, 'aggression');
      if (isSet(aggression) && number(aggression) <= 0) yield wrong(aggression, `must be above 0, not ${number(aggression)}`);
    }
  },
};
