import { fieldFindings } from '../../fields/field-findings.ts';
import type { Rule } from '../../rule.ts';

export const filterFields: Rule = {
  code: 'GI1712',
  name: 'filter-fields',
  severity: 'error',
  summary: 'A filter must have the field that its type names, and no other.',
  why: 'the API server refuses the route',
  fix: 'keep the field that `type` names',
  source: 'https://gateway-api.sigs.k8s.io/reference/spec/#gateway.networking.k8s.io/v1.HTTPRouteFilter',
  check: (world) => fieldFindings(world, 'GI1712'),
};
