import { fieldFindings } from '../../fields/field-findings.ts';
import type { Rule } from '../../rule.ts';

export const deprecatedVersion: Rule = {
  code: 'GI1026',
  name: 'deprecated-version',
  severity: 'warning',
  summary: '`apiVersion` should not be one that is deprecated.',
  why: 'the API server warns now, and refuses the object once the version is gone',
  fix: 'write the current version',
  source: 'https://kubernetes.io/docs/reference/using-api/deprecation-policy/',
  check: (world) => fieldFindings(world, 'GI1026'),
};
