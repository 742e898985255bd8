import type { Rule } from '../../rule.ts';
import { at, wrong } from '../../spot.ts';
import { readMatches } from '../../spots/match-order.ts';
import { virtualServices } from '../../spots/virtual-service.ts';

export const unreachableRoute: Rule = {
  code: 'GI1209',
  name: 'unreachable-route',
  severity: 'warning',
  summary: 'Every route should be one that a request can reach.',
  why: 'the route is never used, because an earlier one takes all of its requests',
  fix: 'move the route before the one that hides it, or delete it',
  source: 'istio/istio, pkg/config/validation/validation.go (analyzeUnreachableHTTPRules)',
  upstream: ['IST0130'],
  *check(world) {
    for (const { spec } of virtualServices(world))
      for (const protocol of ['http', 'tls', 'tcp'])
        for (const { route, because } of readMatches(at(spec, protocol)).unreachable) yield wrong(route, `is never used: ${because}`);
  },
};
