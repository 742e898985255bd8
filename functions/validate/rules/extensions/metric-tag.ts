import type { Rule } from '../../rule.ts';
import { at, deep, list, members, rootOf, text, wrong } from '../../spot.ts';

export const metricTag: Rule = {
  code: 'GI1671',
  name: 'metric-tag',
  severity: 'error',
  summary: 'A change of a metric tag must have a value where it sets the tag, and none where it removes it.',
  why: 'the API server or the webhook of istiod refuses the object',
  fix: 'add `value`, or write `operation: REMOVE` without it',
  source: 'istio/istio, pkg/config/validation/validation.go (validateTelemetryMetrics)',
  upstream: ['IST0106', 'IST0133'],
  *check(world) {
    const metrics = world.ofKind('telemetry.istio.io', 'Telemetry').flatMap((item) => list(deep(rootOf(item), 'spec'), 'metrics'));
    for (const tag of metrics.flatMap((metric) => list(metric, 'overrides')).flatMap((override) => members(at(override, 'tagOverrides')))) {
      const [operation, value] = [text(at(tag, 'operation')), at(tag, 'value')];
      if (tag.key === '') yield wrong(tag, 'should have a name', { severity: 'warning' });
      if (operation === 'REMOVE' ? value.value !== undefined : text(value) === '')
        yield wrong(
          value,
          operation === 'REMOVE' ? 'must not be set when `operation` is REMOVE' : 'must be set, unless `operation` is REMOVE',
        );
    }
  },
};
