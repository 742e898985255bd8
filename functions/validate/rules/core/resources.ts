import type { Rule } from '../../rule.ts';
import { at, deep, members, wrong } from '../../spot.ts';
import { containers } from '../../spots/pod-templates.ts';
import { parseQuantity } from '../../syntax/quantity.ts';

export const resources: Rule = {
  code: 'GI1909',
  name: 'resources',
  severity: 'error',
  summary: 'Requests and limits must be quantities that are not negative, and a request must not exceed its limit.',
  why: 'the API server refuses the object',
  fix: 'write quantities such as `100m` and `128Mi`',
  source: 'kubernetes/kubernetes, pkg/apis/core/validation/validation.go (ValidateContainerResourceRequirements)',
  *check(world) {
    for (const { container } of containers(world)) {
      const limits = deep(container, 'resources', 'limits');
      for (const name of ['limits', 'requests'])
        for (const amount of members(deep(container, 'resources', name))) {
          const value = parseQuantity(amount.value);
          const limit = parseQuantity(at(limits, amount.key).value);
          if (value === undefined) yield wrong(amount, `must be a quantity, not ${JSON.stringify(amount.value)}`);
          else if (value < 0) yield wrong(amount, `must not be negative: ${JSON.stringify(amount.value)}`);
          else if (limit !== undefined && value > limit)
            yield wrong(amount, `must not be more than the limit, ${JSON.stringify(at(limits, amount.key).value)}`);
        }
    }
  },
};
