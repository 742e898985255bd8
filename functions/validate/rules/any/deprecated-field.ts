import type { Rule } from '../../rule.ts';
import { isSet, wrong } from '../../spot.ts';
import { deprecatedFields } from '../../spots/deprecated.ts';

export const deprecatedField: Rule = {
  code: 'GI1025',
  name: 'deprecated-field',
  severity: 'warning',
  summary: 'A field should not be one that is deprecated.',
  why: 'istiod warns of it and will drop it',
  fix: 'use the field that replaces it',
  source: 'https://istio.io/latest/docs/releases/feature-stages/',
  upstream: ['IST0133'],
  *check(world) {
    // A plain number that is 0 is the same as none; that of mirrors is more than a plain number.
    for (const { spot, instead } of deprecatedFields(world))
      if (isSet(spot) && (spot.value !== 0 || /^mirror/.test(String(spot.key))))
        yield wrong(spot, 'is deprecated', { fix: `use ${instead}` });
  },
};
