import type { Finding, Rule } from '../../rule.ts';
import { at, deep, isMap, isSet, length, list, number, rootOf, type Spot, text, wrong } from '../../spot.ts';
import { parseQuantity } from '../../syntax/quantity.ts';

export const scalingBehavior: Rule = {
  code: 'GI1917',
  name: 'scaling-behavior',
  severity: 'error',
  summary: 'The behaviour of an autoscaler must have policies with numbers in range, and a way to choose among them.',
  why: 'the API server refuses the object',
  fix: 'write `selectPolicy: Max` and policies such as `{type: Percent, value: 100, periodSeconds: 60}`',
  source: 'kubernetes/kubernetes, pkg/apis/autoscaling/validation/validation.go',
  *check(world) {
    for (const item of world.ofKind('autoscaling', 'HorizontalPodAutoscaler'))
      for (const direction of ['scaleUp', 'scaleDown']) {
        const rules = deep(rootOf(item), 'spec', 'behavior', direction);
        if (isMap(rules)) yield* behaviorFindings(rules);
      }
  },
};

function* behaviorFindings(rules: Spot): Iterable<Finding> {
  const [window, choice, policies, tolerance] = ['stabilizationWindowSeconds', 'selectPolicy', 'policies', 'tolerance'].map((name) =>
    at(rules, name),
  ) as [Spot, Spot, Spot, Spot];
  if (number(window) < 0 || number(window) > 3600) yield wrong(window, `must be between 0 and 3600, not ${number(window)}`);
  if (isSet(choice) && !['Max', 'Min', 'Disabled'].includes(text(choice)))
    yield wrong(choice, `must be Max, Min or Disabled, not ${JSON.stringify(text(choice))}`);
  if (isSet(policies) && length(policies) === 0) yield wrong(policies, 'must have at least one policy');
  if (isSet(tolerance) && (parseQuantity(tolerance.value) ?? -1) < 0) yield wrong(tolerance, 'must be a quantity of at least 0');
  for (const policy of list(rules, 'policies').filter(isMap)) {
    const [type, value, period] = [at(policy, 'type'), at(policy, 'value'), at(policy, 'periodSeconds')];
    if (isSet(type) && !['Pods', 'Percent'].includes(text(type)))
      yield wrong(type, `must be Pods or Percent, not ${JSON.stringify(text(type))}`);
    if (isSet(value) && number(value) < 1) yield wrong(value, `must be at least 1, not ${number(value)}`);
    if (isSet(period) && (number(period) < 1 || number(period) > 1800))
      yield wrong(period, `must be between 1 and 1800, not ${number(period)}`);
  }
}
