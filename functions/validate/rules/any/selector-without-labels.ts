import type { Rule } from '../../rule.ts';
import { members, wrong } from '../../spot.ts';
import { selectors } from '../../spots/selectors.ts';

export const selectorWithoutLabels: Rule = {
  code: 'GI1021',
  name: 'selector-without-labels',
  severity: 'warning',
  summary: 'A selector should name labels.',
  why: 'without labels it selects every workload of the namespace',
  fix: 'add labels, or delete the selector',
  source: 'istio/istio, pkg/config/validation/validation.go (validateWorkloadSelector)',
  upstream: ['IST0133'],
  *check(world) {
    for (const { selector, labels } of selectors(world))
      if (members(labels).length === 0) yield wrong(selector, 'has no labels, so that it selects every workload of the namespace');
  },
};
