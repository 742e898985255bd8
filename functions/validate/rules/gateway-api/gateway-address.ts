import { fieldFindings } from '../../fields/field-findings.ts';
import type { Rule } from '../../rule.ts';

export const gatewayAddress: Rule = {
  code: 'GI1705',
  name: 'gateway-address',
  severity: 'error',
  summary: 'An address of a Gateway must be valid for its type and must be written once.',
  why: 'the API server refuses the Gateway',
  fix: 'correct the address, or delete the repetition',
  source: 'https://gateway-api.sigs.k8s.io/reference/spec/#gateway.networking.k8s.io/v1.GatewaySpecAddress',
  check: (world) => fieldFindings(world, 'GI1705'),
};
