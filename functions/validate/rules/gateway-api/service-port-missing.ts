import { fieldFindings } from '../../fields/field-findings.ts';
import type { Rule } from '../../rule.ts';

export const servicePortMissing: Rule = {
  code: 'GI1710',
  name: 'service-port-missing',
  severity: 'error',
  summary: 'A reference to a Service must name a port.',
  why: 'the API server refuses the route',
  fix: 'add `port`, the number of a port of the Service',
  source: 'https://gateway-api.sigs.k8s.io/reference/spec/#gateway.networking.k8s.io/v1.BackendObjectReference',
  check: (world) => fieldFindings(world, 'GI1710'),
};
