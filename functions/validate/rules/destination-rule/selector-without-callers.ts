import { closedWorld } from '../../closed-world.ts';
import type { Rule } from '../../rule.ts';
import { wrongAt } from '../../spot.ts';
import { istioDestinationRules } from '../../spots/istio-rules.ts';
import { selectedWorkloads } from '../../spots/selected-workloads.ts';

export const selectorWithoutCallers: Rule = {
  code: 'GI2513',
  name: 'selector-without-callers',
  severity: 'error',
  summary: 'The selector of a DestinationRule must fit callers in its own namespace.',
  why: 'it selects the pods that call, not those that are called, and those of its own namespace only: the rule is used by nobody',
  fix: 'move the rule to the namespace of the pods that call',
  source: 'https://istio.io/latest/docs/reference/config/networking/destination-rule/#DestinationRule',
  upstream: ['KIA0004'],
  *check(world) {
    const pods = selectedWorkloads(world);
    for (const { workloadSelector, namespace, item } of istioDestinationRules(world)) {
      if (workloadSelector === undefined || pods.inNamespace(namespace, workloadSelector).length > 0) continue;
      const [elsewhere] = pods.anywhere(workloadSelector);
      const at = { item, path: ['spec', 'workloadSelector'] };
      if (elsewhere !== undefined && item.id.namespace !== undefined)
        yield wrongAt(at, `fits no pods of namespace "${namespace}", but ${elsewhere.key}`);
      else if (elsewhere === undefined && closedWorld(world).hasAllWorkloads(item))
        yield wrongAt(at, `fits no pods of namespace "${namespace}" in the files`, world.complete ? {} : { severity: 'warning' });
    }
  },
};
