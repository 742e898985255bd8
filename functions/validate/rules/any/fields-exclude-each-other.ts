import { fieldFindings } from '../../fields/field-findings.ts';
import type { Rule } from '../../rule.ts';

export const fieldsExcludeEachOther: Rule = {
  code: 'GI1009',
  name: 'fields-exclude-each-other',
  severity: 'error',
  summary: 'Of fields that exclude each other, one at most must be set.',
  why: 'the API server refuses the object',
  fix: 'keep one of the fields',
  source: 'https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#validation',
  upstream: ['IST0106'],
  check: (world) => fieldFindings(world, 'GI1009'),
};
