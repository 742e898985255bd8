import type { Rule } from '../../rule.ts';
import { at, isSet, rootOf, wrong } from '../../spot.ts';
import { numberOrPercentProblem } from '../../syntax/number-or-percent.ts';

export const disruptionBudget: Rule = {
  code: 'GI1912',
  name: 'disruption-budget',
  severity: 'error',
  summary: 'A PodDisruptionBudget must say how many pods stay or how many may go, not both.',
  why: 'the API server refuses the object',
  fix: 'keep `minAvailable` or `maxUnavailable`',
  source: 'kubernetes/kubernetes, pkg/apis/policy/validation/validation.go',
  *check(world) {
    for (const spec of world.ofKind('policy', 'PodDisruptionBudget').map((item) => at(rootOf(item), 'spec'))) {
      const [stay, go] = [at(spec, 'minAvailable'), at(spec, 'maxUnavailable')];
      if (isSet(stay) && isSet(go)) yield wrong(go, 'must not be set beside `minAvailable`');
      for (const amount of [stay, go].filter(isSet)) {
        const problem = numberOrPercentProblem(amount.value);
        if (problem !== undefined) yield wrong(amount, problem);
        else if (Number.parseInt(String(amount.value), 10) > 100 && typeof amount.value === 'string')
          yield wrong(amount, `must be at most 100%, not ${amount.value}`);
      }
    }
  },
};
