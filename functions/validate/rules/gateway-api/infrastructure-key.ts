import { fieldFindings } from '../../fields/field-findings.ts';
import type { Rule } from '../../rule.ts';

export const infrastructureKey: Rule = {
  code: 'GI1706',
  name: 'infrastructure-key',
  severity: 'error',
  summary: 'Keys of `infrastructure` labels and annotations must be names with an optional DNS prefix.',
  why: 'the API server refuses the Gateway',
  fix: 'write the key as `name` or `prefix.example.com/name`',
  source: 'https://gateway-api.sigs.k8s.io/reference/spec/#gateway.networking.k8s.io/v1.GatewayInfrastructure',
  check: (world) => fieldFindings(world, 'GI1706'),
};
