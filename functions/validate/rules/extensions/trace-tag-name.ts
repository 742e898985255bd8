import type { Rule } from '../../rule.ts';
import { at, deep, list, members, rootOf, wrong } from '../../spot.ts';

export const traceTagName: Rule = {
  code: 'GI1673',
  name: 'trace-tag-name',
  severity: 'error',
  summary: 'A custom tag of traces must have a name.',
  why: 'the webhook of istiod refuses the object',
  fix: 'name the tag',
  source: 'istio/istio, pkg/config/validation/validation.go (validateTelemetryTracing)',
  upstream: ['IST0106'],
  *check(world) {
    const tracing = world.ofKind('telemetry.istio.io', 'Telemetry').flatMap((item) => list(deep(rootOf(item), 'spec'), 'tracing'));
    for (const tag of tracing.flatMap((entry) => members(at(entry, 'customTags'))))
      if (tag.key === '') yield wrong(tag, 'must have a name');
  },
};
