import { fieldFindings } from '../../fields/field-findings.ts';
import type { Rule } from '../../rule.ts';

export const missingField: Rule = {
  code: 'GI1004',
  name: 'missing-field',
  severity: 'error',
  summary: 'A required field must be set.',
  why: 'the API server refuses the object',
  fix: 'add the field',
  source: 'https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#validation',
  upstream: ['IST0106'],
  check: (world) => fieldFindings(world, 'GI1004'),
};
