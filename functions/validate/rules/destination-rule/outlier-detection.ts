import type { Rule } from '../../rule.ts';
import { at, isSet, isTrue, number, wrong } from '../../spot.ts';
import { trafficPolicies } from '../../spots/destination-rule.ts';

export const outlierDetection: Rule = {
  code: 'GI1305',
  name: 'outlier-detection',
  severity: 'error',
  summary: 'Outlier detection must have percentages from 0 to 100, and local failures counted only where they are told apart.',
  why: 'the webhook of istiod refuses the object',
  fix: 'set `splitExternalLocalOriginErrors: true`, or delete `consecutiveLocalOriginFailures`',
  source: 'istio/istio, pkg/config/validation/validation.go (validateOutlierDetection)',
  upstream: ['IST0106'],
  *check(world) {
    for (const { policy } of trafficPolicies(world)) {
      const outlier = at(policy, 'outlierDetection');
      if (!isSet(outlier)) continue;
      const local = at(outlier, 'consecutiveLocalOriginFailures');
      if (number(local) > 0 && !isTrue(at(outlier, 'splitExternalLocalOriginErrors')))
        yield wrong(local, 'must not be set without `splitExternalLocalOriginErrors: true`');
      for (const share of ['maxEjectionPercent', 'minHealthPercent'].map((name) => at(outlier, name)))
        if (number(share) < 0 || number(share) > 100) yield wrong(share, `must be between 0 and 100, not ${number(share)}`);
    }
  },
};
