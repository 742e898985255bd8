import type { Rule } from '../../rule.ts';
import { at, deep, isSet, length, text, wrong } from '../../spot.ts';
import { policies } from '../../spots/authorization.ts';

export const authorizationAction: Rule = {
  code: 'GI1605',
  name: 'authorization-action',
  severity: 'error',
  summary: 'A policy that denies or asks a provider must have rules, and a provider goes with CUSTOM only.',
  why: 'the webhook of istiod refuses the object',
  fix: 'add an empty rule `{}` to mean every request',
  source: 'istio/istio, pkg/config/validation/validation.go (ValidateAuthorizationPolicy)',
  upstream: ['IST0106'],
  *check(world) {
    for (const { spec, action } of policies(world)) {
      const provider = at(spec, 'provider');
      const rules = at(spec, 'rules');
      if ((action === 'CUSTOM' || action === 'DENY') && length(rules) === 0)
        yield wrong(rules, `must have at least one rule when \`action\` is ${action}, or the policy is never used`);
      else if (action === 'CUSTOM' && text(at(provider, 'name')) === '')
        yield wrong(deep(spec, 'provider', 'name'), 'must be set when `action` is CUSTOM');
      if (action !== 'CUSTOM' && isSet(provider)) yield wrong(provider, `must not be set when \`action\` is ${action}`);
    }
  },
};
