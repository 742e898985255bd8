import { fieldFindings } from '../../fields/field-findings.ts';
import type { Rule } from '../../rule.ts';

export const wrongType: Rule = {
  code: 'GI1002',
  name: 'wrong-type',
  severity: 'error',
  summary: 'Every value must have the type of its field.',
  why: 'the API server refuses the object',
  fix: 'write the value in the type that the field has',
  source: 'https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#validation',
  upstream: ['IST0106'],
  check: (world) => fieldFindings(world, 'GI1002'),
};
