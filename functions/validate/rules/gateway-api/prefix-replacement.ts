import { fieldFindings } from '../../fields/field-findings.ts';
import type { Rule } from '../../rule.ts';

export const prefixReplacement: Rule = {
  code: 'GI1717',
  name: 'prefix-replacement',
  severity: 'error',
  summary: 'A replacement of a path prefix needs exactly one match, of type PathPrefix.',
  why: 'the API server refuses the route, because it is not known which prefix to replace',
  fix: 'write one match of type `PathPrefix` in the rule, and split the rule for further ones',
  source: 'https://gateway-api.sigs.k8s.io/guides/http-redirect-rewrite/',
  check: (world) => fieldFindings(world, 'GI1717'),
};
