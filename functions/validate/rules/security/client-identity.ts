import type { Rule } from '../../rule.ts';
import { at, isSet, length, text, wrong } from '../../spot.ts';
import { conditionValues, sources, valuesOf } from '../../spots/authorization.ts';
import { serviceAccountProblem, trustDomainProblem, wildcardProblem } from '../../syntax/service-account.ts';

export const clientIdentity: Rule = {
  code: 'GI1610',
  name: 'client-identity',
  severity: 'error',
  summary: 'Service accounts and trust domains of a policy must be well-formed, and service accounts must stand alone.',
  why: 'the webhook of istiod refuses the object',
  fix: 'write `namespace/account`, and leave out `principals` and `namespaces` beside it',
  source: 'istio/istio, pkg/config/security/security.go (CheckServiceAccount, CheckTrustDomainValues)',
  upstream: ['IST0106'],
  *check(world) {
    for (const source of sources(world)) {
      const accounts = ['serviceAccounts', 'notServiceAccounts'].map((name) => at(source, name)).find(isSet);
      const rival = ['principals', 'notPrincipals', 'namespaces', 'notNamespaces'].map((name) => at(source, name)).find(isSet);
      if (accounts !== undefined && rival !== undefined) yield wrong(rival, `must not be set beside \`${accounts.key}\``);
    }
    const checked = [
      { values: sources(world).flatMap((source) => valuesOf(source, 'serviceAccounts')), problemOf: serviceAccountProblem },
      { values: sources(world).flatMap((source) => valuesOf(source, 'trustDomains')), problemOf: trustDomainProblem },
      { values: conditionValues(world, 'service-account'), problemOf: serviceAccountProblem },
      { values: conditionValues(world, 'wildcard'), problemOf: wildcardProblem },
    ];
    for (const { values, problemOf } of checked)
      for (const value of values) {
        const problem = typeof value.value === 'string' ? problemOf(text(value)) : undefined;
        if (problem !== undefined) yield wrong(value, problem);
      }
    for (const value of conditionValues(world, 'service-account')) {
      if (text(value).length > 320) yield wrong(value, 'must have at most 320 characters');
      if (value.key === 16) yield wrong(value, `must not be there: at most 16 values are allowed, not ${length(value.parent ?? value)}`);
    }
  },
};
