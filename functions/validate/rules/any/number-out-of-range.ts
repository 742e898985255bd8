import { fieldFindings } from '../../fields/field-findings.ts';
import type { Rule } from '../../rule.ts';

export const numberOutOfRange: Rule = {
  code: 'GI1005',
  name: 'number-out-of-range',
  severity: 'error',
  summary: 'A number must lie in the range of its field.',
  why: 'the API server refuses the object',
  fix: 'write a number in that range',
  source: 'https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#validation',
  upstream: ['IST0106'],
  check: (world) => fieldFindings(world, 'GI1005'),
};
