import { fieldFindings } from '../../fields/field-findings.ts';
import type { Rule } from '../../rule.ts';

export const envoyGatewayConstraint: Rule = {
  code: 'GI1750',
  name: 'envoy-gateway-constraint',
  severity: 'error',
  summary: 'Fields of Envoy Gateway that depend on each other must fit together.',
  why: 'the API server refuses the object',
  fix: 'change one of the fields so that they fit',
  source: 'https://gateway.envoyproxy.io/docs/api/extension_types/',
  check: (world) => fieldFindings(world, 'GI1750'),
};
