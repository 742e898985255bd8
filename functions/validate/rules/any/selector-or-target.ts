import { fieldFindings } from '../../fields/field-findings.ts';
import type { Rule } from '../../rule.ts';

export const selectorOrTarget: Rule = {
  code: 'GI1023',
  name: 'selector-or-target',
  severity: 'error',
  summary: 'A policy must select its workloads in one way only.',
  why: 'the API server refuses the object',
  fix: 'keep the selector or the references, not both',
  source: 'https://istio.io/latest/docs/reference/config/type/workload-selector/',
  upstream: ['IST0106'],
  check: (world) => fieldFindings(world, 'GI1023'),
};
