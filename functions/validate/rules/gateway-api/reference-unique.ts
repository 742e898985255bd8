import { fieldFindings } from '../../fields/field-findings.ts';
import type { Rule } from '../../rule.ts';

export const referenceUnique: Rule = {
  code: 'GI1707',
  name: 'reference-unique',
  severity: 'error',
  summary: 'Two references to one object must name different sections or ports of it.',
  why: 'the API server refuses the object',
  fix: 'add a different `sectionName` or `port` to each of them, or delete one',
  source: 'https://gateway-api.sigs.k8s.io/reference/spec/#gateway.networking.k8s.io/v1.ParentReference',
  check: (world) => fieldFindings(world, 'GI1707'),
};
