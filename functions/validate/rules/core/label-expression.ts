import { isKubeLabelValue, isQualifiedName } from '../../../krm/kube-name.ts';
import type { Finding, Rule } from '../../rule.ts';
import { at, isMap, isSet, length, list, type Spot, text, wrong } from '../../spot.ts';
import { labelSelectors } from '../../spots/pod-templates.ts';

export const labelExpression: Rule = {
  code: 'GI1916',
  name: 'label-expression',
  severity: 'error',
  summary: 'An expression of a selector must have an operator that Kubernetes knows, and values where the operator compares.',
  why: 'the API server refuses the object',
  fix: 'write `operator: In` with `values`, or `operator: Exists` without',
  source: 'kubernetes/kubernetes, staging/src/k8s.io/apimachinery/pkg/apis/meta/v1/validation/validation.go',
  *check(world) {
    for (const expression of labelSelectors(world).flatMap((selector) => list(selector, 'matchExpressions')))
      if (isMap(expression)) yield* expressionFindings(expression);
  },
};

function* expressionFindings(expression: Spot): Iterable<Finding> {
  const [key, operator, values] = [at(expression, 'key'), at(expression, 'operator'), at(expression, 'values')];
  if (isSet(key) && !isQualifiedName(text(key)))
    yield wrong(key, `must be of the form "name" or "prefix/name", not ${JSON.stringify(text(key))}`);
  const compares = ['In', 'NotIn'].includes(text(operator));
  if (isSet(operator) && !compares && !['Exists', 'DoesNotExist'].includes(text(operator)))
    yield wrong(operator, `must be In, NotIn, Exists or DoesNotExist, not ${JSON.stringify(text(operator))}`);
  else if (compares && length(values) === 0) yield wrong(values, `must be set when \`operator\` is ${text(operator)}`);
  else if (!compares && length(values) > 0) yield wrong(values, `must not be set when \`operator\` is ${text(operator)}`);
  for (const value of list(expression, 'values'))
    if (!isKubeLabelValue(text(value)))
      yield wrong(value, `must be at most 63 letters, digits, "-", "_" and ".", not ${JSON.stringify(text(value))}`);
}
