import { closedWorld } from '../../closed-world.ts';
import type { Rule } from '../../rule.ts';
import { disruptionBudgets } from '../../spots/disruption-budgets.ts';

export const disruptionBudgetWithoutPods: Rule = {
  code: 'GI2708',
  name: 'disruption-budget-without-pods',
  severity: 'warning',
  summary: 'The selector of a PodDisruptionBudget should take the pods of a workload.',
  why: 'it protects nothing',
  fix: 'correct the labels: they are those of the pod template',
  source: 'https://kubernetes.io/docs/tasks/run-application/configure-pdb/',
  *check(world) {
    for (const { item, workloads } of disruptionBudgets(world))
      if (workloads?.length === 0 && closedWorld(world).hasAllWorkloads(item))
        yield { item, path: ['spec', 'selector'], message: '`spec.selector` takes the pods of no workload in the files' };
  },
};
