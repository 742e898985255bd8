import type { Rule } from '../../rule.ts';
import { wrongAt } from '../../spot.ts';
import { ownerOf, routeParents } from '../../spots/route-parents.ts';

export const parentSection: Rule = {
  code: 'GI2901',
  name: 'parent-section',
  severity: 'error',
  summary: 'The section and port of a parent reference must be those of a listener.',
  why: 'the route attaches to nothing (`NoMatchingParent`)',
  fix: 'write the name of a listener of the Gateway',
  source: 'https://gateway-api.sigs.k8s.io/reference/spec/#gateway.networking.k8s.io/v1.ParentReference',
  *check(world) {
    for (const { field, listeners, obstacle } of routeParents(world)) {
      const [first] = listeners;
      if (obstacle !== 'section' || first === undefined) continue;
      const names = listeners.map(({ section, port }) => `"${section}" (${port})`).join(', ');
      yield wrongAt(field, `names a section or port that no listener of ${ownerOf(first)} has: it has ${names}`);
    }
  },
};
