import { fieldFindings } from '../../fields/field-findings.ts';
import type { Rule } from '../../rule.ts';

export const sizeOutOfRange: Rule = {
  code: 'GI1006',
  name: 'size-out-of-range',
  severity: 'error',
  summary: 'A text, list or map must not be shorter or longer than its field allows.',
  why: 'the API server refuses the object',
  fix: 'shorten it, or add what is missing',
  source: 'https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#validation',
  upstream: ['IST0106'],
  check: (world) => fieldFindings(world, 'GI1006'),
};
