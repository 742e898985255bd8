import type { Rule } from '../../rule.ts';
import { at, deep, isSet, length, members, rootOf, text, wrong } from '../../spot.ts';

export const workloadSelector: Rule = {
  code: 'GI1905',
  name: 'workload-selector',
  severity: 'error',
  summary: 'The selector of a workload must name labels, and its pod template must have them.',
  why: 'the API server refuses the object, because the workload could not find its own pods',
  fix: 'copy `spec.selector.matchLabels` to `spec.template.metadata.labels`',
  source: 'kubernetes/kubernetes, pkg/apis/apps/validation/validation.go',
  *check(world) {
    const workloads = ['DaemonSet', 'Deployment', 'ReplicaSet', 'StatefulSet'].flatMap((kind) => world.ofKind('apps', kind));
    for (const spec of workloads.map((item) => at(rootOf(item), 'spec'))) {
      if (!isSet(spec)) yield wrong(spec, 'must be set');
      const selector = at(spec, 'selector');
      const labels = deep(spec, 'template', 'metadata', 'labels');
      const wanted = members(at(selector, 'matchLabels'));
      if (isSet(selector) && wanted.length === 0 && length(at(selector, 'matchExpressions')) === 0)
        yield wrong(selector, 'must have `matchLabels`');
      if (!isSet(at(spec, 'template'))) continue;
      for (const label of wanted)
        if (at(labels, label.key).value !== label.value)
          yield wrong(
            label,
            `must be a label of the pods, which have ${text(at(labels, label.key)) === '' ? 'no such label' : JSON.stringify(at(labels, label.key).value)}`,
          );
    }
  },
};
