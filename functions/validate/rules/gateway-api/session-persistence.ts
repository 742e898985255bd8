import { fieldFindings } from '../../fields/field-findings.ts';
import type { Rule } from '../../rule.ts';

export const sessionPersistence: Rule = {
  code: 'GI1715',
  name: 'session-persistence',
  severity: 'error',
  summary: 'Session persistence must fit its type: cookie settings for cookies only, and a permanent cookie needs a lifetime.',
  why: 'the API server refuses the route',
  fix: 'add `absoluteTimeout`, or remove `cookieConfig`',
  source: 'https://gateway-api.sigs.k8s.io/reference/spec/#gateway.networking.k8s.io/v1.SessionPersistence',
  check: (world) => fieldFindings(world, 'GI1715'),
};
