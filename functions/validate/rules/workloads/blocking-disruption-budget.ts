import type { Finding, Rule, World } from '../../rule.ts';
import { at, isSet, type Spot, text, wrong } from '../../spot.ts';
import { type DisruptionBudget, disruptionBudgets } from '../../spots/disruption-budgets.ts';
import { replicasOf } from '../../spots/scaling.ts';

export const blockingDisruptionBudget: Rule = {
  code: 'GI2706',
  name: 'blocking-disruption-budget',
  severity: 'warning',
  summary: 'A PodDisruptionBudget should leave room for one pod to go.',
  why: 'no pod may be evicted, so that nodes cannot be drained and cluster upgrades stop',
  fix: 'raise the number of replicas, or lower `minAvailable`',
  source: 'https://kubernetes.io/docs/tasks/run-application/configure-pdb/#arbitrary-workloads-and-arbitrary-selectors',
  *check(world) {
    for (const budget of disruptionBudgets(world)) {
      const [least, most] = [at(budget.spec, 'minAvailable'), at(budget.spec, 'maxUnavailable')];
      if (isZero(most)) yield wrong(most, 'is 0: no pod may ever be evicted', { severity: 'error', fix: 'set `maxUnavailable: 1`' });
      else if (text(least) === '100%') yield wrong(least, 'is 100%: no pod may ever be evicted', { severity: 'error' });
      else if (isSet(least)) yield* tooHigh(world, budget, least);
    }
  },
};

const isZero = ({ value }: Spot): boolean => value === 0 || value === '0' || value === '0%';

function* tooHigh(world: World, { workloads }: DisruptionBudget, least: Spot): Iterable<Finding> {
  const [workload] = workloads ?? [];
  const replicas = workload && workloads?.length === 1 ? replicasOf(world)(workload) : undefined;
  if (replicas === undefined || replicas.least < 1) return;
  const asked = numberOf(least.value, replicas.least);
  if (asked !== undefined && asked >= replicas.least)
    yield wrong(
      least,
      `is ${least.value}, and ${replicas.by} has ${replicas.least === 1 ? 'one pod' : `${replicas.least} pods`} at least: none of them may be evicted`,
    );
}

/** Percentages are rounded up. */
function numberOf(value: unknown, replicas: number): number | undefined {
  if (typeof value === 'number') return value;
  const percent = /^(\d+)%$/.exec(String(value))?.[1];
  return percent === undefined ? undefined : Math.ceil((Number(percent) * replicas) / 100);
}
