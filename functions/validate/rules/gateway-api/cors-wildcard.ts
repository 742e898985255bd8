import { fieldFindings } from '../../fields/field-findings.ts';
import type { Rule } from '../../rule.ts';

export const corsWildcard: Rule = {
  code: 'GI1718',
  name: 'cors-wildcard',
  severity: 'error',
  summary: '`*` in a CORS list must stand alone.',
  why: 'the API server refuses the route',
  fix: 'keep `*`, or list the names without it',
  source: 'https://gateway-api.sigs.k8s.io/reference/spec/#gateway.networking.k8s.io/v1.HTTPCORSFilter',
  check: (world) => fieldFindings(world, 'GI1718'),
};
