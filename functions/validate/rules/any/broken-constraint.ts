import { fieldFindings } from '../../fields/field-findings.ts';
import type { Rule } from '../../rule.ts';

export const brokenConstraint: Rule = {
  code: 'GI1010',
  name: 'broken-constraint',
  severity: 'error',
  summary: 'Fields that depend on each other must fit together.',
  why: 'the API server refuses the object',
  fix: 'change one of the fields so that they fit',
  source: 'https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#validation-rules',
  upstream: ['IST0106'],
  check: (world) => fieldFindings(world, 'GI1010'),
};
