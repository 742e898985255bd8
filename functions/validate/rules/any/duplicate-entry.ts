import { fieldFindings } from '../../fields/field-findings.ts';
import type { Rule } from '../../rule.ts';

export const duplicateEntry: Rule = {
  code: 'GI1008',
  name: 'duplicate-entry',
  severity: 'error',
  summary: 'The entries of a list that is a set or a map must differ.',
  why: 'the API server refuses the object',
  fix: 'delete one of the two entries, or make them differ',
  source: 'https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#merge-strategy',
  check: (world) => fieldFindings(world, 'GI1008'),
};
