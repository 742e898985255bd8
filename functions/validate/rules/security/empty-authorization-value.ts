import type { Rule } from '../../rule.ts';
import { list, wrong } from '../../spot.ts';
import { conditions, operations, sources, valuesOf } from '../../spots/authorization.ts';

export const emptyAuthorizationValue: Rule = {
  code: 'GI1608',
  name: 'empty-authorization-value',
  severity: 'error',
  summary: 'A value to match must not be an empty text.',
  why: 'the webhook of istiod refuses the object',
  fix: 'delete the value; `*` means any that is not empty',
  source: 'istio/istio, pkg/config/security/security.go (CheckEmptyValues)',
  upstream: ['IST0106'],
  *check(world) {
    const values = [
      ...sources(world).flatMap((source) => valuesOf(source, 'principals', 'requestPrincipals', 'namespaces')),
      ...operations(world).flatMap((operation) => valuesOf(operation, 'hosts', 'methods', 'paths')),
      ...conditions(world).flatMap((condition) => [...list(condition, 'values'), ...list(condition, 'notValues')]),
    ];
    for (const value of values) if (value.value === '') yield wrong(value, 'must not be empty');
  },
};
