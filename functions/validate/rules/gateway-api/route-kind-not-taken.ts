import type { Rule } from '../../rule.ts';
import { wrongAt } from '../../spot.ts';
import { ownerOf, routeParents } from '../../spots/route-parents.ts';

export const routeKindNotTaken: Rule = {
  code: 'GI2902',
  name: 'route-kind-not-taken',
  severity: 'error',
  summary: 'A route must be of a kind that its listener takes.',
  why: 'the route is not attached (`NotAllowedByListeners`)',
  fix: 'use the kind for the protocol of the listener: HTTPRoute and GRPCRoute for HTTP and HTTPS, TLSRoute for TLS, TCPRoute for TCP',
  source: 'https://gateway-api.sigs.k8s.io/reference/spec/#gateway.networking.k8s.io/v1.Listener',
  *check(world) {
    for (const { route, field, left, obstacle } of routeParents(world)) {
      const [first] = left;
      // Of a listener that takes no routes at all the rules about its protocol and kinds tell why.
      if (obstacle !== 'kind' || first === undefined || left.every(({ allowedKinds }) => allowedKinds.length === 0)) continue;
      const kinds = first.allowedKinds.join(' and ') || 'no route';
      yield wrongAt(
        field,
        `leads a ${route.id.kind} to listener "${first.section}" of ${ownerOf(first)}, which speaks ${first.protocol} and takes ${kinds}`,
      );
    }
  },
};
