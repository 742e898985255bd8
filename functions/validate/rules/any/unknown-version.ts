import { fieldFindings } from '../../fields/field-findings.ts';
import type { Rule } from '../../rule.ts';

export const unknownVersion: Rule = {
  code: 'GI1011',
  name: 'unknown-version',
  severity: 'error',
  summary: '`apiVersion` must be one that the kind is served in.',
  why: 'the API server does not know the object and refuses it',
  fix: 'write a version that is served',
  source: 'https://kubernetes.io/docs/reference/using-api/deprecation-guide/',
  check: (world) => fieldFindings(world, 'GI1011'),
};
