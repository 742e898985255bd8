import type { Rule } from '../../rule.ts';
import { at, entries, number, wrong } from '../../spot.ts';
import { destinationLists } from '../../spots/virtual-service.ts';

export const destinationWeight: Rule = {
  code: 'GI1221',
  name: 'destination-weight',
  severity: 'error',
  summary: 'Weights must not be negative, and must not all be 0.',
  why: 'the webhook of istiod refuses the object',
  fix: 'give at least one destination a weight above 0',
  source: 'istio/istio, pkg/config/validation/validation.go (validateWeight)',
  upstream: ['IST0106'],
  *check(world) {
    for (const targets of destinationLists(world)) {
      const weights = entries(targets).map((target) => at(target, 'weight'));
      for (const weight of weights) if (number(weight) < 0) yield wrong(weight, `must not be negative: ${number(weight)}`);
      if (weights.length > 1 && weights.reduce((sum, weight) => sum + number(weight), 0) === 0)
        yield wrong(targets, 'must not have weights that add up to 0');
    }
  },
};
