import type { Rule } from '../../rule.ts';
import { autoscalers } from '../../spots/scaling.ts';

export const autoscalerAndReplicas: Rule = {
  code: 'GI2704',
  name: 'autoscaler-and-replicas',
  severity: 'warning',
  summary: 'A workload that an autoscaler scales should not set `replicas`.',
  why: 'every time the files are applied, the number of pods falls back to what is written there',
  fix: 'delete `spec.replicas`',
  source:
    'https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#migrating-deployments-and-statefulsets-to-horizontal-autoscaling',
  *check(world) {
    for (const { item, workload } of autoscalers(world))
      if (workload?.item !== undefined && workload.replicas !== undefined && workload.replicas > 0)
        yield {
          item: workload.item,
          path: ['spec', 'replicas'],
          message: `\`spec.replicas\` is ${workload.replicas}, and HorizontalPodAutoscaler "${item.id.name}" sets it, too`,
        };
  },
};
