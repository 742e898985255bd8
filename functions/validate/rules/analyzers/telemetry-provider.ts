import { asList, asRecord } from '../../../mesh/loose.ts';
import type { Rule } from '../../rule.ts';
import { at, deep, isTrue, length, list, rootOf, wrong } from '../../spot.ts';

export const telemetryProvider: Rule = {
  code: 'GI3020',
  name: 'telemetry-provider',
  severity: 'warning',
  summary: 'Access logging should name a provider, unless the mesh has a default one.',
  why: 'nothing is logged: there is nobody to write it',
  fix: 'add `providers`, such as `[{name: envoy}]`, or set `defaultProviders.accessLogging` in the mesh configuration',
  source: 'https://istio.io/latest/docs/tasks/observability/logs/telemetry-api/',
  upstream: ['IST0157'],
  *check(world) {
    const { meshConfig, meshConfigItem } = world.mesh.settings;
    if (asList(asRecord(meshConfig.defaultProviders).accessLogging).length > 0) return;
    const isKnown = world.complete || meshConfigItem !== undefined;
    for (const spec of world.ofKind('telemetry.istio.io', 'Telemetry').map((item) => at(rootOf(item), 'spec')))
      for (const logging of list(spec, 'accessLogging'))
        if (!isTrue(deep(logging, 'disabled')) && length(at(logging, 'providers')) === 0)
          yield wrong(logging, 'names no provider', isKnown ? {} : { severity: 'info' });
  },
};
