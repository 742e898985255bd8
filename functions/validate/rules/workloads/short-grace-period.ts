import { asList, asNumber, asRecord, asTexts } from '../../../mesh/loose.ts';
import type { Finding, Rule } from '../../rule.ts';
import { at, deep, isSet, name, number, pathOf, rootOf, type Spot } from '../../spot.ts';

/** What a proxy waits for before it stops, where nothing else is set (`pkg/config/mesh/mesh.go`). */
const defaultDrain = 5;

export const shortGracePeriod: Rule = {
  code: 'GI2714',
  name: 'short-grace-period',
  severity: 'warning',
  summary: 'The pods of a gateway should have time to finish their connections.',
  why: 'the kubelet kills the proxy while it still serves requests',
  fix: 'raise `terminationGracePeriodSeconds`',
  source: 'https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#ProxyConfig',
  *check(world) {
    const meshDrain = secondsOf(asRecord(world.mesh.settings.meshConfig.defaultConfig).terminationDrainDuration);
    for (const { workload } of world.mesh.gatewayProxies) {
      const { item, template, annotations } = workload;
      if (item === undefined || template === undefined) continue;
      const spec = deep(rootOf(item), ...template.map(String), 'spec');
      const own = /terminationDrainDuration\W+(\d+s)/.exec(annotations['proxy.istio.io/config'] ?? '')?.[1];
      const drain = secondsOf(own) ?? meshDrain ?? defaultDrain;
      yield* tooShort(spec, drain, Math.max(0, ...asList(asRecord(spec.value).containers).map(sleepOf)));
    }
  },
};

function* tooShort(spec: Spot, drain: number, sleep: number): Iterable<Finding> {
  const grace = at(spec, 'terminationGracePeriodSeconds');
  const given = isSet(grace) ? number(grace) : 30;
  const needed = Math.max(drain, sleep);
  if (given >= needed) return;
  const message = `${name(grace)} is ${given}, and the pods need ${needed} seconds to stop${sleep > drain ? ', for their `preStop`' : ''}`;
  yield { item: spec.item, path: pathOf(isSet(grace) ? grace : spec), message };
}

function secondsOf(duration: unknown): number | undefined {
  const seconds = /^(\d+)s$/.exec(String(duration))?.[1];
  return seconds === undefined ? undefined : Number(seconds);
}

/** How long a container sleeps before it stops. */
function sleepOf(container: unknown): number {
  const { exec, sleep } = asRecord(asRecord(asRecord(container).lifecycle).preStop);
  const words = asTexts(asRecord(exec).command).join(' ');
  return asNumber(asRecord(sleep).seconds) ?? Number(/\bsleep (\d+)/.exec(words)?.[1] ?? 0);
}
