import { fieldFindings } from '../../fields/field-findings.ts';
import type { Rule } from '../../rule.ts';

export const unknownValue: Rule = {
  code: 'GI1003',
  name: 'unknown-value',
  severity: 'error',
  summary: 'A field with a fixed set of values must have one of them.',
  why: 'the API server refuses the object',
  fix: 'write one of the values that the field takes',
  source: 'https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#validation',
  upstream: ['IST0106'],
  check: (world) => fieldFindings(world, 'GI1003'),
};
