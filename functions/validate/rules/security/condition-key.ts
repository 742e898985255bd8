import { didYouMean } from '../../../diagnostics/did-you-mean.ts';
import type { Rule } from '../../rule.ts';
import { at, text, wrong } from '../../spot.ts';
import { conditions } from '../../spots/authorization.ts';
import { conditionKeys, valuesOfKey } from '../../syntax/condition-key.ts';

export const conditionKey: Rule = {
  code: 'GI1613',
  name: 'condition-key',
  severity: 'error',
  summary: 'The key of a condition must be an attribute that Istio knows.',
  why: 'the webhook of istiod refuses the object',
  fix: 'use one of the attributes of https://istio.io/latest/docs/reference/config/security/conditions/',
  source: 'istio/istio, pkg/config/security/security.go (ValidateAttribute)',
  upstream: ['IST0106'],
  *check(world) {
    for (const key of conditions(world).map((condition) => at(condition, 'key'))) {
      if (text(key) === '' || valuesOfKey(text(key)) !== undefined) continue;
      const near = didYouMean(text(key), conditionKeys);
      const instead = replaced.find(([start]) => text(key).startsWith(start))?.[1];
      const fix = instead ?? (near === undefined ? undefined : `write \`${near}\``);
      yield wrong(key, `must be an attribute that Istio knows, not ${JSON.stringify(text(key))}`, fix === undefined ? {} : { fix });
    }
  },
};

/** Attributes that an older API had. */
const replaced: readonly (readonly [string, string])[] = [
  ['destination.namespace', 'put the policy into that namespace'],
  ['destination.labels', 'select the workloads with `spec.selector`'],
  ['destination.name', 'select the workloads with `spec.selector`'],
  ['destination.user', 'select the workloads with `spec.selector`'],
];
