import type { Rule } from '../../rule.ts';
import { at, deep, isSet, number, wrong } from '../../spot.ts';
import { trafficPolicies } from '../../spots/destination-rule.ts';

export const warmup: Rule = {
  code: 'GI1310',
  name: 'warmup',
  severity: 'error',
  summary: 'Warm-up must have a duration, a percentage of at most 100 and an aggression above 0.',
  why: 'the webhook of istiod refuses the object',
  fix: 'write `duration: 60s`',
  source: 'istio/istio, pkg/config/validation/validation.go (validateLoadBalancer)',
  upstream: ['IST0106'],
  *check(world) {
    for (const { policy } of trafficPolicies(world)) {
      const warmup = deep(policy, 'loadBalancer', 'warmup');
      if (!isSet(warmup)) continue;
      const [least, aggression] = [at(warmup, 'minimumPercent'), at(warmup, 'aggression')];
      if (number(least) > 100) yield wrong(least, `must be at most 100, not ${number(least)}`);
      if (isSet(aggression) && number(aggression) <= 0) yield wrong(aggression, `must be above 0, not ${number(aggression)}`);
    }
  },
};
