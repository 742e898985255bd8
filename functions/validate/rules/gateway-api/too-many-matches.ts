import { fieldFindings } from '../../fields/field-findings.ts';
import type { Rule } from '../../rule.ts';

export const tooManyMatches: Rule = {
  code: 'GI1708',
  name: 'too-many-matches',
  severity: 'error',
  summary: 'A route must have at most 128 matches in all of its rules.',
  why: 'the API server refuses the route',
  fix: 'split the route into two',
  source: 'https://gateway-api.sigs.k8s.io/reference/spec/#gateway.networking.k8s.io/v1.HTTPRouteSpec',
  check: (world) => fieldFindings(world, 'GI1708'),
};
