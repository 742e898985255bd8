import { fieldFindings } from '../../fields/field-findings.ts';
import type { Rule } from '../../rule.ts';

export const frontendPortUnique: Rule = {
  code: 'GI1704',
  name: 'frontend-port-unique',
  severity: 'error',
  summary: 'Client certificate settings must be given once a port.',
  why: 'the API server refuses the Gateway',
  fix: 'merge the two entries of the port',
  source: 'https://gateway-api.sigs.k8s.io/reference/spec/#gateway.networking.k8s.io/v1.FrontendTLSConfig',
  check: (world) => fieldFindings(world, 'GI1704'),
};
