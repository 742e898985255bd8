import { isEmpty } from '../../../mesh/inventory/labels.ts';
import type { Rule } from '../../rule.ts';
import { wrongAt } from '../../spot.ts';
import { ruledDestinations } from '../../spots/egress-hops.ts';

export const subsetWithoutLabels: Rule = {
  code: 'GI3035',
  name: 'subset-without-labels',
  severity: 'info',
  summary: 'A subset should have labels, a policy of its own, or rules that name it.',
  why: 'it stands for all pods of the host, as does the host without it',
  fix: 'add `labels`, or delete the subset',
  source: 'https://kiali.io/docs/features/validations/',
  upstream: ['KIA0209'],
  *check(world) {
    // A name without labels is usual for hosts behind an egress gateway, whose rules may lie elsewhere.
    if (!world.complete) return;
    const used = new Set(ruledDestinations(world).map(({ destination }) => `${destination.host} ${destination.subset}`));
    for (const { subsets, host } of world.mesh.destinationRules.rules)
      for (const { labels, policy, name, field } of subsets)
        if (isEmpty(labels) && policy === undefined && !used.has(`${host} ${name}`))
          yield wrongAt(field, `("${name}") has neither labels nor a policy, and no rule names it`);
  },
};
