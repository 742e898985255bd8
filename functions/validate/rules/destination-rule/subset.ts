import type { Rule } from '../../rule.ts';
import { at, isSet, list, members, text, wrong } from '../../spot.ts';
import { destinationRules } from '../../spots/destination-rule.ts';
import { isDnsLabel } from '../../syntax/domain.ts';
import { isLabelKey, isLabelValue } from '../../syntax/label.ts';

export const subset: Rule = {
  code: 'GI1302',
  name: 'subset',
  severity: 'error',
  summary: 'Every subset must have a name of its own that is a DNS label, and labels that Kubernetes allows.',
  why: 'the webhook of istiod refuses the object',
  fix: 'rename the subset, or correct its labels',
  source: 'istio/istio, pkg/config/validation/validation.go (validateSubset)',
  upstream: ['IST0106'],
  *check(world) {
    for (const rule of destinationRules(world)) {
      const seen = new Set<string>();
      for (const subset of list(at(rule, 'spec'), 'subsets').filter(isSet)) {
        const name = at(subset, 'name');
        if (isSet(name) && !isDnsLabel(text(name))) yield wrong(name, `must be a DNS label, not ${JSON.stringify(text(name))}`);
        if (seen.has(text(name))) yield wrong(name, `must differ from the other subsets; ${JSON.stringify(text(name))} is taken`);
        seen.add(text(name));
        for (const label of members(at(subset, 'labels')))
          if (!isLabelKey(label.key) || !isLabelValue(text(label)))
            yield wrong(label, `must be a label, not ${JSON.stringify(`${label.key}: ${text(label)}`)}`);
      }
    }
  },
};
