import { isPathSegment } from '../../../krm/kube-name.ts';
import type { Finding, Rule } from '../../rule.ts';
import { at, deep, isMap, isSet, list, number, rootOf, type Spot, text, wrong } from '../../spot.ts';

export const autoscaler: Rule = {
  code: 'GI1911',
  name: 'autoscaler',
  severity: 'error',
  summary: 'An autoscaler must have a maximum that is not below its minimum, and metrics with the fields of their type.',
  why: 'the API server refuses the object',
  fix: 'raise `maxReplicas`, or lower `minReplicas`',
  source: 'kubernetes/kubernetes, pkg/apis/autoscaling/validation/validation.go',
  *check(world) {
    for (const spec of world.ofKind('autoscaling', 'HorizontalPodAutoscaler').map((item) => at(rootOf(item), 'spec'))) {
      const [least, most] = [at(spec, 'minReplicas'), at(spec, 'maxReplicas')];
      if (isSet(least) && number(least) < 1) yield wrong(least, `must be at least 1, not ${number(least)}`);
      if (isSet(most) && number(most) < 1) yield wrong(most, `must be at least 1, not ${number(most)}`);
      else if (isSet(most) && number(most) < number(least))
        yield wrong(most, `must not be below \`minReplicas\`, which is ${number(least)}`);
      yield* targetFindings(at(spec, 'scaleTargetRef'));
      for (const metric of list(spec, 'metrics').filter(isSet)) yield* metricFindings(metric);
    }
  },
};

function* targetFindings(target: Spot): Iterable<Finding> {
  for (const name of ['kind', 'name'].map((field) => at(target, field)))
    if (isSet(name) && !isPathSegment(text(name))) yield wrong(name, 'must be a text without "/" and "%", and not "." or ".."');
  const version = at(target, 'apiVersion');
  if (isMap(target) && !/^[^/ ]+\/[^/ ]+$/.test(text(version)))
    yield wrong(version, 'must have the API group of the target', { fix: 'write `apiVersion: apps/v1`' });
}

const fieldOf: Readonly<Record<string, string>> = {
  ContainerResource: 'containerResource',
  External: 'external',
  Object: 'object',
  Pods: 'pods',
  Resource: 'resource',
};

function* metricFindings(metric: Spot): Iterable<Finding> {
  const type = at(metric, 'type');
  const wanted = Object.hasOwn(fieldOf, text(type)) ? fieldOf[text(type)] : undefined;
  if (isSet(type) && wanted === undefined)
    yield wrong(type, `must be one of ${Object.keys(fieldOf).join(', ')}, not ${JSON.stringify(text(type))}`);
  if (wanted === undefined) return;
  if (!isSet(at(metric, wanted))) yield wrong(at(metric, wanted), `must be set when \`type\` is ${text(type)}`);
  for (const name of Object.values(fieldOf))
    if (name !== wanted && isSet(at(metric, name))) yield wrong(at(metric, name), `must not be set when \`type\` is ${text(type)}`);
  for (const name of [deep(metric, wanted, 'name'), deep(metric, wanted, 'container'), deep(metric, wanted, 'metric', 'name')])
    if (isSet(name) && (text(name) === '' || (name.key === 'name' && wanted !== 'resource' && !isPathSegment(text(name)))))
      yield wrong(name, `must be a name, not ${JSON.stringify(text(name))}`);
  const target = deep(metric, wanted, 'target');
  const values = ['averageUtilization', 'averageValue', 'value'].filter((name) => isSet(at(target, name)));
  if (isSet(target) && values.length === 0) yield wrong(target, 'must have `averageUtilization`, `averageValue` or `value`');
  const measure = at(target, 'type');
  if (isSet(measure) && !['Utilization', 'Value', 'AverageValue'].includes(text(measure)))
    yield wrong(measure, `must be Utilization, Value or AverageValue, not ${JSON.stringify(text(measure))}`);
  const share = at(target, 'averageUtilization');
  if (isSet(share) && number(share) < 1) yield wrong(share, `must be at least 1, not ${number(share)}`);
}
