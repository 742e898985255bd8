import { fieldFindings } from '../../fields/field-findings.ts';
import type { Rule } from '../../rule.ts';

export const malformedValue: Rule = {
  code: 'GI1007',
  name: 'malformed-value',
  severity: 'error',
  summary: 'A text must have the form that its field asks for.',
  why: 'the API server refuses the object',
  fix: 'write the value in the form that the field asks for',
  source: 'https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#validation',
  upstream: ['IST0106'],
  check: (world) => fieldFindings(world, 'GI1007'),
};
