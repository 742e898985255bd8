import type { Rule } from '../../rule.ts';
import { at, members, wrong } from '../../spot.ts';
import { httpMatches, isClaim } from '../../spots/virtual-service.ts';

export const claimRouteOnMesh: Rule = {
  code: 'GI1204',
  name: 'claim-route-on-mesh',
  severity: 'error',
  summary: 'Matches on claims of a JWT must be used on gateways only.',
  why: 'the webhook of istiod refuses the object: sidecars cannot route by claims',
  fix: 'remove `mesh` from `gateways`, or match on a header',
  source: 'istio/istio, pkg/config/validation/validation.go (ValidateVirtualService)',
  upstream: ['IST0106'],
  *check(world) {
    for (const { match, service } of httpMatches(world)) {
      if (service.isForGatewaysOnly) continue;
      for (const header of ['headers', 'withoutHeaders'].flatMap((name) => members(at(match, name))))
        if (isClaim(header.key)) yield wrong(header, 'must not be used on the mesh: only gateways can route by claims of a JWT');
    }
  },
};
