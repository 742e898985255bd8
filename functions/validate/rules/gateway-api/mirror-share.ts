import { fieldFindings } from '../../fields/field-findings.ts';
import type { Rule } from '../../rule.ts';

export const mirrorShare: Rule = {
  code: 'GI1713',
  name: 'mirror-share',
  severity: 'error',
  summary: 'The share of mirrored requests must be a percentage or a fraction of at most one.',
  why: 'the API server refuses the route',
  fix: 'keep `percent` or `fraction`, with a numerator that is not above the denominator',
  source: 'https://gateway-api.sigs.k8s.io/reference/spec/#gateway.networking.k8s.io/v1.HTTPRequestMirrorFilter',
  check: (world) => fieldFindings(world, 'GI1713'),
};
