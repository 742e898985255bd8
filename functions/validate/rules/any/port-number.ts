import { fieldFindings } from '../../fields/field-findings.ts';
import type { Rule } from '../../rule.ts';

export const portNumber: Rule = {
  code: 'GI1018',
  name: 'port-number',
  severity: 'error',
  summary: 'A port must be a number from 1 to 65535.',
  why: 'the API server or the webhook of istiod refuses the object',
  fix: 'write a number from 1 to 65535',
  source: 'istio/istio, pkg/config/validation/agent/validation.go (ValidatePort)',
  upstream: ['IST0106'],
  check: (world) => fieldFindings(world, 'GI1018'),
};
