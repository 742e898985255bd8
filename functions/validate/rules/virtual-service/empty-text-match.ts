import type { Rule } from '../../rule.ts';
import { at, wrong } from '../../spot.ts';
import { textMatches } from '../../spots/matches.ts';

export const emptyTextMatch: Rule = {
  code: 'GI1213',
  name: 'empty-text-match',
  severity: 'error',
  summary: 'A text to match must not be empty.',
  why: 'the webhook of istiod refuses the object, because Envoy would',
  fix: 'write the text to match, or delete the match',
  source: 'istio/istio, pkg/config/validation/validation.go (validateStringMatch)',
  upstream: ['IST0106'],
  *check(world) {
    for (const { match, of } of textMatches(world)) {
      const prefix = at(match, 'prefix');
      const regex = at(match, 'regex');
      // An empty prefix is all paths, which Envoy allows for `uri` only.
      if (prefix.value === '' && of !== 'uri') yield wrong(prefix, 'must not be empty');
      if (regex.value === '') yield wrong(regex, 'must not be empty');
      const isEmptyOrigin = of === 'allowOrigins' && prefix.value === undefined && regex.value === undefined;
      if (isEmptyOrigin && (at(match, 'exact').value ?? '') === '') yield wrong(match, 'must have a text to match');
    }
  },
};
