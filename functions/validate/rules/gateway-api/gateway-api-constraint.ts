import { fieldFindings } from '../../fields/field-findings.ts';
import type { Rule } from '../../rule.ts';

export const gatewayApiConstraint: Rule = {
  code: 'GI1749',
  name: 'gateway-api-constraint',
  severity: 'error',
  summary: 'Fields of the Gateway API that depend on each other must fit together.',
  why: 'the API server refuses the object',
  fix: 'change one of the fields so that they fit',
  source: 'https://gateway-api.sigs.k8s.io/reference/spec/',
  check: (world) => fieldFindings(world, 'GI1749'),
};
