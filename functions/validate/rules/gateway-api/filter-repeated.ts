import { fieldFindings } from '../../fields/field-findings.ts';
import type { Rule } from '../../rule.ts';

export const filterRepeated: Rule = {
  code: 'GI1711',
  name: 'filter-repeated',
  severity: 'error',
  summary: 'A filter that sets one thing must be used once, and redirect and rewrite must not be used together.',
  why: 'the API server refuses the route',
  fix: 'merge the two filters, or delete one',
  source: 'https://gateway-api.sigs.k8s.io/reference/spec/#gateway.networking.k8s.io/v1.HTTPRouteFilter',
  check: (world) => fieldFindings(world, 'GI1711'),
};
