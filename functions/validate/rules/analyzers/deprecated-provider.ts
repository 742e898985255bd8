import { asList, asRecord, asText, isSet } from '../../../mesh/loose.ts';
import type { Rule } from '../../rule.ts';
import { at, list, rootOf, text, wrong } from '../../spot.ts';

/** Kinds of extension providers that Istio no longer recommends. */
const deprecated = ['lightstep', 'opencensus'];

export const deprecatedProvider: Rule = {
  code: 'GI3021',
  name: 'deprecated-provider',
  severity: 'warning',
  summary: 'Tracing should not use a provider that is deprecated.',
  why: 'a later Istio will not have it any more',
  fix: 'use a provider of kind `opentelemetry`',
  source: 'https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#MeshConfig-ExtensionProvider',
  upstream: ['IST0002'],
  *check(world) {
    const providers = asList(world.mesh.settings.meshConfig.extensionProviders).map(asRecord);
    const kinds = new Map(
      providers.flatMap((provider) => deprecated.filter((kind) => isSet(provider[kind])).map((kind) => [asText(provider.name), kind])),
    );
    if (kinds.size === 0) return;
    for (const spec of world.ofKind('telemetry.istio.io', 'Telemetry').map((item) => at(rootOf(item), 'spec')))
      for (const name of list(spec, 'tracing')
        .flatMap((tracing) => list(tracing, 'providers'))
        .map((provider) => at(provider, 'name'))) {
        const kind = kinds.get(text(name));
        if (kind !== undefined) yield wrong(name, `names "${text(name)}", whose kind \`${kind}\` is deprecated`);
      }
  },
};
