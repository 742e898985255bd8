import type { Rule } from '../../rule.ts';
import { list } from '../../spot.ts';
import { repeatedHosts, sidecars } from '../../spots/sidecar.ts';

export const repeatedEgressHost: Rule = {
  code: 'GI1507',
  name: 'repeated-egress-host',
  severity: 'warning',
  summary: 'A host of an egress listener should not be covered by another one of it.',
  why: 'it has no effect, and one of the two is probably not what was meant',
  fix: 'delete the narrower of the two',
  source: 'istio/istio, pkg/config/validation/validation.go (ValidateSidecar)',
  upstream: ['IST0133'],
  *check(world) {
    for (const listener of sidecars(world).flatMap((spec) => list(spec, 'egress'))) yield* repeatedHosts(listener);
  },
};
