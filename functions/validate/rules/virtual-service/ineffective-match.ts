import type { Rule } from '../../rule.ts';
import { at, wrong } from '../../spot.ts';
import { readMatches } from '../../spots/match-order.ts';
import { virtualServices } from '../../spots/virtual-service.ts';

export const ineffectiveMatch: Rule = {
  code: 'GI1210',
  name: 'ineffective-match',
  severity: 'warning',
  summary: 'Every match should be one that an earlier match does not cover.',
  why: 'requests that fit both go to the earlier one',
  fix: 'move the narrower match before the wider one, or delete it',
  source: 'istio/istio, pkg/config/validation/validation.go (analyzeUnreachableHTTPRules)',
  upstream: ['IST0131'],
  *check(world) {
    for (const { spec } of virtualServices(world))
      for (const protocol of ['http', 'tls', 'tcp'])
        for (const { match, because } of readMatches(at(spec, protocol)).covered) yield wrong(match, `has no effect: ${because}`);
  },
};
