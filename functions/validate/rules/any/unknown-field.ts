import { fieldFindings } from '../../fields/field-findings.ts';
import type { Rule } from '../../rule.ts';

export const unknownField: Rule = {
  code: 'GI1001',
  name: 'unknown-field',
  severity: 'error',
  summary: 'Every field must be one that the kind has.',
  why: 'the API server refuses the object, or drops the field without a word, and what it was meant to do does not happen',
  fix: 'correct the spelling of the field, or delete it',
  source: 'https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#field-pruning',
  upstream: ['IST0106'],
  check: (world) => fieldFindings(world, 'GI1001'),
};
