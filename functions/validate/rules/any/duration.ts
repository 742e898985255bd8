import { fieldFindings } from '../../fields/field-findings.ts';
import type { Rule } from '../../rule.ts';

export const duration: Rule = {
  code: 'GI1017',
  name: 'duration',
  severity: 'error',
  summary: 'A duration must be readable, at least 1ms, and whole milliseconds.',
  why: 'the API server or the webhook of istiod refuses the object',
  fix: 'write a number and a unit: 30s, 1m30s, 250ms',
  source: 'istio/istio, pkg/config/validation/agent/validation.go (ValidateDuration)',
  upstream: ['IST0106'],
  check: (world) => fieldFindings(world, 'GI1017'),
};
