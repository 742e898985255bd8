import { fieldFindings } from '../../fields/field-findings.ts';
import type { Rule } from '../../rule.ts';

export const experimentalOnly: Rule = {
  code: 'GI1013',
  name: 'experimental-only',
  severity: 'warning',
  summary: 'What only the experimental channel of the Gateway API has needs that channel to be installed.',
  why: 'where the standard channel is installed, the API server refuses the object or drops the field',
  fix: 'install the experimental channel, or do without it',
  source: 'https://gateway-api.sigs.k8s.io/concepts/versioning/',
  check: (world) => fieldFindings(world, 'GI1013'),
};
