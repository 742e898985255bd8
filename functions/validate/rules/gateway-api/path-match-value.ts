import { fieldFindings } from '../../fields/field-findings.ts';
import type { Rule } from '../../rule.ts';

export const pathMatchValue: Rule = {
  code: 'GI1721',
  name: 'path-match-value',
  severity: 'error',
  summary: 'An exact path or a prefix must be absolute, normalised and free of characters that must be encoded.',
  why: 'the API server refuses the route, because such a path never arrives',
  fix: 'write the path as a request sends it: `/a/b`',
  source: 'https://gateway-api.sigs.k8s.io/reference/spec/#gateway.networking.k8s.io/v1.HTTPPathMatch',
  check: (world) => fieldFindings(world, 'GI1721'),
};
