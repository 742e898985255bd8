import type { Rule } from '../../rule.ts';
import { workloadGroupFindings } from '../../spots/service-entry.ts';

export const workloadGroup: Rule = {
  code: 'GI1410',
  name: 'workload-group',
  severity: 'error',
  summary: 'A WorkloadGroup must have a template, valid labels and a probe that asks something.',
  why: 'the webhook of istiod refuses the object',
  fix: 'add `template`, or correct the probe',
  source: 'istio/istio, pkg/config/validation/validation.go (ValidateWorkloadGroup)',
  upstream: ['IST0106'],
  *check(world) {
    for (const item of world.ofKind('networking.istio.io', 'WorkloadGroup')) yield* workloadGroupFindings(item);
  },
};
