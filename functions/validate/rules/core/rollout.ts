import type { Finding, Rule } from '../../rule.ts';
import { at, deep, isSet, number, rootOf, type Spot, text, wrong } from '../../spot.ts';
import { numberOrPercentProblem } from '../../syntax/number-or-percent.ts';

export const rollout: Rule = {
  code: 'GI1910',
  name: 'rollout',
  severity: 'error',
  summary: 'A rollout must be able to proceed: with surge or unavailable pods, which are numbers or percentages.',
  why: 'the API server refuses the object',
  fix: 'set `maxSurge: 1` or `maxUnavailable: 1`',
  source: 'kubernetes/kubernetes, pkg/apis/apps/validation/validation.go',
  *check(world) {
    for (const spec of world.ofKind('apps', 'Deployment').map((item) => at(rootOf(item), 'spec'))) {
      yield* updateFindings(spec);
      for (const name of ['replicas', 'minReadySeconds', 'revisionHistoryLimit', 'progressDeadlineSeconds'])
        if (number(at(spec, name)) < 0) yield wrong(at(spec, name), `must not be negative: ${number(at(spec, name))}`);
      const [ready, deadline] = [at(spec, 'minReadySeconds'), at(spec, 'progressDeadlineSeconds')];
      // A rollout has 600 seconds where nothing is said.
      if (number(ready) >= (isSet(deadline) ? number(deadline) : 600))
        yield wrong(ready, `must be less than \`progressDeadlineSeconds\`, which is ${isSet(deadline) ? number(deadline) : 600}`);
      const policy = deep(spec, 'template', 'spec', 'restartPolicy');
      if (text(policy) !== '' && text(policy) !== 'Always') yield wrong(policy, `must be Always, not ${text(policy)}`);
    }
  },
};

function* updateFindings(spec: Spot): Iterable<Finding> {
  const update = deep(spec, 'strategy', 'rollingUpdate');
  const [surge, unavailable] = [at(update, 'maxSurge'), at(update, 'maxUnavailable')];
  for (const share of [surge, unavailable].filter(isSet)) {
    const problem = numberOrPercentProblem(share.value);
    if (problem !== undefined) yield wrong(share, problem);
  }
  if (text(deep(spec, 'strategy', 'type')) === 'Recreate' && isSet(update)) yield wrong(update, 'must not be set when `type` is Recreate');
  if ([surge, unavailable].every((share) => isSet(share) && /^0%?$/.test(String(share.value))))
    yield wrong(unavailable, 'must not be 0 when `maxSurge` is 0');
}
