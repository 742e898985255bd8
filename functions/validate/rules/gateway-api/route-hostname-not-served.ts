import type { Rule } from '../../rule.ts';
import { wrongAt } from '../../spot.ts';
import { ownerOf, routeParents } from '../../spots/route-parents.ts';

export const routeHostnameNotServed: Rule = {
  code: 'GI2904',
  name: 'route-hostname-not-served',
  severity: 'error',
  summary: 'A hostname of a route must be one of its listener.',
  why: 'the route is not attached (`NoMatchingListenerHostname`)',
  fix: 'correct the hostname, or that of the listener; `*.example.com` does not cover `example.com`',
  source: 'https://gateway-api.sigs.k8s.io/reference/spec/#gateway.networking.k8s.io/v1.HTTPRouteSpec',
  *check(world) {
    for (const { route, left, obstacle, hostnames } of routeParents(world)) {
      const [first] = left;
      if (obstacle !== 'hostname' || first === undefined) continue;
      const served = [...new Set(left.map(({ hostname }) => `"${hostname}"`))].join(', ');
      const wanted = hostnames.map((name) => `"${name}"`).join(', ');
      yield wrongAt({ item: route, path: ['spec', 'hostnames'] }, `has ${wanted}, and ${ownerOf(first)} serves ${served}`);
    }
  },
};
