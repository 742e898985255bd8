import type { Rule } from '../../rule.ts';
import { at, length, list, text, wrong } from '../../spot.ts';
import { policyRules, withContrary } from '../../spots/authorization.ts';

export const customActionFields: Rule = {
  code: 'GI1606',
  name: 'custom-action-fields',
  severity: 'error',
  summary: 'A policy with CUSTOM must not look at the identity of the client.',
  why: 'the webhook of istiod refuses the object, because the provider is asked before the identity is known',
  fix: 'match by `to.operation`, or let the provider decide',
  source: 'istio/istio, pkg/config/validation/validation.go (ValidateAuthorizationPolicy)',
  upstream: ['IST0106'],
  *check(world) {
    for (const { rule, policy } of policyRules(world)) {
      if (policy.action !== 'CUSTOM') continue;
      const sources = list(rule, 'from').map((from) => at(from, 'source'));
      for (const field of sources.flatMap((source) => identities.flatMap(withContrary).map((name) => at(source, name))))
        if (length(field) > 0) yield wrong(field, 'must not be set when `action` is CUSTOM');
      for (const key of list(rule, 'when').map((condition) => at(condition, 'key')))
        if (/^(?:source\.(?:namespace|serviceAccount|trustDomain|principal)$|request\.auth\.)/.test(text(key)))
          yield wrong(key, `must not be "${text(key)}" when \`action\` is CUSTOM`);
    }
  },
};

const identities = ['namespaces', 'serviceAccounts', 'trustDomains', 'principals', 'requestPrincipals'];
