import type { Rule } from '../../rule.ts';
import { at, deep, isSet, text, wrong } from '../../spot.ts';
import { configPatches } from '../../spots/envoy-filter.ts';

export const envoyFilterType: Rule = {
  code: 'GI1655',
  name: 'envoy-filter-type',
  severity: 'error',
  summary: 'A filter of an EnvoyFilter must carry the type of its configuration, of the present API of Envoy.',
  why: 'istiod refuses types that it does not know, and Envoy will no longer look up filters by name',
  fix: 'write `typed_config` with `"@type": type.googleapis.com/envoy.extensions.…v3…`',
  source: 'istio/istio, pkg/config/validation/envoyfilter/envoyfilter.go',
  upstream: ['IST0106', 'IST0133'],
  *check(world) {
    for (const { patch, applyTo, operation } of configPatches(world)) {
      const value = deep(patch, 'patch', 'value');
      if (!typed.has(applyTo) || !isSet(value) || operation === '') continue;
      const config = ['typed_config', 'typedConfig'].map((name) => at(value, name)).find(isSet);
      const isDiscovered = ['config_discovery', 'configDiscovery'].some((name) => isSet(at(value, name)));
      if (config === undefined) {
        if (!isDiscovered) yield wrong(at(value, 'typed_config'), 'should be set', { severity: 'warning' });
        continue;
      }
      const type = at(config, '@type');
      if (text(type) === '') yield wrong(type, 'must be set');
      else if (/\.v2(?:alpha\d*)?\./.test(text(type))) yield wrong(type, `must be a type of the v3 API, not ${JSON.stringify(text(type))}`);
    }
  },
};

const typed = new Set(['HTTP_FILTER', 'NETWORK_FILTER', 'LISTENER_FILTER', 'EXTENSION_CONFIG']);
