import type { Rule } from '../../rule.ts';
import { at, isSet, list, wrong } from '../../spot.ts';
import { httpRoutes } from '../../spots/virtual-service.ts';

export const mirrorDestination: Rule = {
  code: 'GI1222',
  name: 'mirror-destination',
  severity: 'error',
  summary: 'Every mirror must have a destination.',
  why: 'the webhook of istiod refuses the object',
  fix: 'add `destination: {host: …}`',
  source: 'istio/istio, pkg/config/validation/validation.go (validateHTTPMirrors)',
  upstream: ['IST0106'],
  *check(world) {
    for (const { route } of httpRoutes(world))
      for (const mirror of list(route, 'mirrors').filter(isSet))
        if (!isSet(at(mirror, 'destination'))) yield wrong(at(mirror, 'destination'), 'must be set');
  },
};
