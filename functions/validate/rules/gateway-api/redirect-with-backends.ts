import { fieldFindings } from '../../fields/field-findings.ts';
import type { Rule } from '../../rule.ts';

export const redirectWithBackends: Rule = {
  code: 'GI1716',
  name: 'redirect-with-backends',
  severity: 'error',
  summary: 'A rule that redirects must not have backends.',
  why: 'the API server refuses the route',
  fix: 'delete `backendRefs`, or the redirect',
  source: 'https://gateway-api.sigs.k8s.io/guides/http-redirect-rewrite/',
  check: (world) => fieldFindings(world, 'GI1716'),
};
