import type { Finding, Rule } from '../../rule.ts';
import { at, isSet, length, list, type Spot, text, wrong } from '../../spot.ts';
import { conditions, operationFields, policyRules, sourceFields, withContrary } from '../../spots/authorization.ts';

export const emptyAuthorizationRule: Rule = {
  code: 'GI1607',
  name: 'empty-authorization-rule',
  severity: 'error',
  summary: 'Parts of a rule must not be empty: a list that is there must have entries, and an entry must ask something.',
  why: 'the webhook of istiod refuses the object, because an empty part could mean everything or nothing',
  fix: 'delete the empty part, or say what it must match',
  source: 'istio/istio, pkg/config/validation/validation.go (ValidateAuthorizationPolicy)',
  upstream: ['IST0106'],
  *check(world) {
    for (const { rule } of policyRules(world)) {
      yield* emptyParts(rule, 'from', 'source', sourceFields);
      yield* emptyParts(rule, 'to', 'operation', operationFields);
    }
    for (const condition of conditions(world)) {
      if (at(condition, 'key').value === '') yield wrong(at(condition, 'key'), 'must not be empty');
      else if (text(at(condition, 'key')) !== '' && ['values', 'notValues'].every((name) => length(at(condition, name)) === 0))
        yield wrong(condition, 'must have `values` or `notValues`');
    }
  },
};

function* emptyParts(rule: Spot, side: string, name: string, fields: readonly string[]): Iterable<Finding> {
  const parts = at(rule, side);
  if (isSet(parts) && length(parts) === 0) yield wrong(parts, 'is empty, which means anything, not nothing', { severity: 'warning' });
  for (const part of list(rule, side).filter(isSet)) {
    const asked = at(part, name);
    if (!isSet(asked)) yield wrong(asked, 'must be set');
    else if (fields.flatMap(withContrary).every((field) => length(at(asked, field)) === 0)) yield wrong(asked, 'must not be empty');
  }
}
