import { fieldFindings } from '../../fields/field-findings.ts';
import type { Rule } from '../../rule.ts';

export const externalAuthProtocol: Rule = {
  code: 'GI1719',
  name: 'external-auth-protocol',
  severity: 'error',
  summary: 'External authorization must have the settings of its protocol.',
  why: 'the API server refuses the route',
  fix: 'add `grpc` or `http`, as `protocol` says',
  source: 'https://gateway-api.sigs.k8s.io/reference/spec/#gateway.networking.k8s.io/v1.HTTPExternalAuthFilter',
  check: (world) => fieldFindings(world, 'GI1719'),
};
