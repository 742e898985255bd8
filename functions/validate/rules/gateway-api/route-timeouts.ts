import { fieldFindings } from '../../fields/field-findings.ts';
import type { Rule } from '../../rule.ts';

export const routeTimeouts: Rule = {
  code: 'GI1722',
  name: 'route-timeouts',
  severity: 'error',
  summary: 'The timeout of a backend request must not be longer than the one of the whole request.',
  why: 'the API server refuses the route',
  fix: 'lower `backendRequest`, or raise `request`',
  source: 'https://gateway-api.sigs.k8s.io/reference/spec/#gateway.networking.k8s.io/v1.HTTPRouteTimeouts',
  check: (world) => fieldFindings(world, 'GI1722'),
};
