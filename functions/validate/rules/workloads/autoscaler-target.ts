import { closedWorld } from '../../closed-world.ts';
import type { Rule } from '../../rule.ts';
import { at, wrong } from '../../spot.ts';
import { autoscalers } from '../../spots/scaling.ts';

const known = new Set(['Deployment', 'StatefulSet']);

export const autoscalerTarget: Rule = {
  code: 'GI2705',
  name: 'autoscaler-target',
  severity: 'warning',
  summary: 'What an autoscaler scales should exist.',
  why: 'nothing is scaled',
  fix: 'correct the name of the target',
  source: 'https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/horizontal-pod-autoscaler-v2/',
  *check(world) {
    for (const { item, spec, target, workload } of autoscalers(world))
      if (workload === undefined && known.has(target.kind) && target.name !== '' && closedWorld(world).hasAllWorkloads(item))
        yield wrong(at(spec, 'scaleTargetRef'), `names ${target.kind} "${target.name}", which is not in the files`);
  },
};
