import { fieldFindings } from '../../fields/field-findings.ts';
import type { Rule } from '../../rule.ts';

export const newerThanInstalled: Rule = {
  code: 'GI1012',
  name: 'newer-than-installed',
  severity: 'error',
  summary: 'A field, value or kind must exist in the release that is in use.',
  why: 'the older release refuses the object or drops the field without a word',
  fix: 'upgrade, or do without it',
  source: 'https://istio.io/latest/news/releases/',
  check: (world) => fieldFindings(world, 'GI1012'),
};
