import type { Rule } from '../../rule.ts';
import { wrongAt } from '../../spot.ts';
import { ownerOf, routeParents } from '../../spots/route-parents.ts';

export const routeNamespaceNotTaken: Rule = {
  code: 'GI2903',
  name: 'route-namespace-not-taken',
  severity: 'error',
  summary: 'A route must be in a namespace whose routes its listener takes.',
  why: 'listeners take routes of their own namespace only, unless they say otherwise: the route is not attached (`NotAllowedByListeners`)',
  fix: 'set `allowedRoutes: {namespaces: {from: All}}` in the listener, or select the namespace by its labels',
  source: 'https://gateway-api.sigs.k8s.io/guides/multiple-ns/',
  *check(world) {
    for (const { field, left, obstacle, namespace } of routeParents(world)) {
      const [first] = left;
      if (obstacle !== 'namespace' || first === undefined) continue;
      const taken = first.hosts.map((host) => host.namespace).filter((name) => name !== undefined && name !== '~');
      const whose = taken.length === 0 ? 'no namespace' : `namespace ${[...new Set(taken)].map((name) => `"${name}"`).join(', ')}`;
      yield wrongAt(
        field,
        `leads to listener "${first.section}" of ${ownerOf(first)}, which takes routes of ${whose}, not of "${namespace}"`,
      );
    }
  },
};
