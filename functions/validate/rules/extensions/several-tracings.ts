import type { Rule } from '../../rule.ts';
import { at, deep, entries, length, rootOf, wrong } from '../../spot.ts';

export const severalTracings: Rule = {
  code: 'GI1672',
  name: 'several-tracings',
  severity: 'warning',
  summary: 'A Telemetry should have one entry of tracing with one provider.',
  why: 'proxies use the first one and ignore the rest',
  fix: 'keep one',
  source: 'istio/istio, pkg/config/validation/validation.go (validateTelemetryTracing)',
  upstream: ['IST0133'],
  *check(world) {
    for (const tracing of world.ofKind('telemetry.istio.io', 'Telemetry').map((item) => deep(rootOf(item), 'spec', 'tracing'))) {
      if (length(tracing) > 1) yield wrong(tracing, `has ${length(tracing)} entries, of which only the first one is used`);
      for (const providers of entries(tracing).map((entry) => at(entry, 'providers')))
        if (length(providers) > 1) yield wrong(providers, `has ${length(providers)} entries, of which only the first one is used`);
    }
  },
};
