import { fieldFindings } from '../../fields/field-findings.ts';
import type { Rule } from '../../rule.ts';

export const ruleNameUnique: Rule = {
  code: 'GI1709',
  name: 'rule-name-unique',
  severity: 'error',
  summary: 'Names of rules must be unique in their route.',
  why: 'the API server refuses the route',
  fix: 'rename one of the two rules',
  source: 'https://gateway-api.sigs.k8s.io/reference/spec/#gateway.networking.k8s.io/v1.HTTPRouteRule',
  check: (world) => fieldFindings(world, 'GI1709'),
};
