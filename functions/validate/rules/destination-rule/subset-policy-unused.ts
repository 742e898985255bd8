import type { Rule } from '../../rule.ts';
import { wrongAt } from '../../spot.ts';
import { istioDestinationRules } from '../../spots/istio-rules.ts';
import { writtenDestinations } from '../../spots/written-routes.ts';

export const subsetPolicyUnused: Rule = {
  code: 'GI2505',
  name: 'subset-policy-unused',
  severity: 'warning',
  summary: 'A subset with a traffic policy should be named by a route.',
  why: 'the policy holds only for requests that a VirtualService sends to the subset',
  fix: 'name the subset in a VirtualService, or move the policy to the rule',
  source: 'https://istio.io/latest/docs/reference/config/networking/destination-rule/#Subset',
  *check(world) {
    const used = new Set(writtenDestinations(world).map(({ destination }) => `${destination.host} ${destination.subset}`));
    const routed = new Set(writtenDestinations(world).map(({ destination }) => destination.host));
    for (const { host, subsets } of istioDestinationRules(world)) {
      for (const { name, policy } of subsets) {
        if (policy === undefined || used.has(`${host} ${name}`)) continue;
        const isTold = world.complete || routed.has(host);
        yield wrongAt(
          policy.field,
          `is not used: no VirtualService in the files sends requests to subset "${name}"`,
          isTold ? {} : { severity: 'info' },
        );
      }
    }
  },
};
