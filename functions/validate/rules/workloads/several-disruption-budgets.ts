import { groupBy } from '../../../krm/group-by.ts';
import type { Rule } from '../../rule.ts';
import { disruptionBudgets } from '../../spots/disruption-budgets.ts';

export const severalDisruptionBudgets: Rule = {
  code: 'GI2707',
  name: 'several-disruption-budgets',
  severity: 'error',
  summary: 'One PodDisruptionBudget at most must select a pod.',
  why: 'the eviction of such a pod fails, so that nodes cannot be drained',
  fix: 'make one PodDisruptionBudget of them',
  source: 'kubernetes/kubernetes, pkg/registry/core/pod/storage/eviction.go',
  *check(world) {
    const pairs = disruptionBudgets(world).flatMap((budget) => (budget.workloads ?? []).map((workload) => ({ budget, workload })));
    const told = new Set<unknown>();
    for (const [workload, group] of groupBy(pairs, (pair) => pair.workload))
      for (const { budget } of group.length > 1 ? group : []) {
        if (told.has(budget)) continue;
        told.add(budget);
        const others = group.flatMap((pair) => (pair.budget === budget ? [] : [`"${pair.budget.item.id.name}"`]));
        yield {
          item: budget.item,
          path: ['spec', 'selector'],
          message: `\`spec.selector\` takes the pods of ${workload.key}, as does PodDisruptionBudget ${others.join(' and ')}`,
        };
      }
  },
};
