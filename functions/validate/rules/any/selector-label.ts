import type { Rule } from '../../rule.ts';
import { members, text, wrong } from '../../spot.ts';
import { selectors } from '../../spots/selectors.ts';

export const selectorLabel: Rule = {
  code: 'GI1020',
  name: 'selector-label',
  severity: 'error',
  summary: 'Labels of a selector must have a key, and no wildcard.',
  why: 'the API server or the webhook of istiod refuses the object: a selector compares labels as they are',
  fix: 'write the label as it is on the pods',
  source: 'istio/istio, pkg/config/validation/validation.go (validateWorkloadSelector)',
  upstream: ['IST0106'],
  *check(world) {
    for (const label of selectors(world).flatMap(({ labels }) => members(labels))) {
      if (label.key === '') yield wrong(label, 'must have a key');
      if (label.key.includes('*') || text(label).includes('*'))
        yield wrong(label, `must not have a wildcard: ${JSON.stringify(`${label.key}: ${text(label)}`)}`);
    }
  },
};
