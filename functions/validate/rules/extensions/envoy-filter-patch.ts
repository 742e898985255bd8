import type { Rule } from '../../rule.ts';
import { at, deep, isSet, wrong } from '../../spot.ts';
import { configPatches } from '../../spots/envoy-filter.ts';

export const envoyFilterPatch: Rule = {
  code: 'GI1651',
  name: 'envoy-filter-patch',
  severity: 'error',
  summary: 'A patch of an EnvoyFilter must say what it applies to, its operation, and a value unless it removes.',
  why: 'the webhook of istiod refuses the object',
  fix: 'add `applyTo`, `patch.operation` and `patch.value`',
  source: 'istio/istio, pkg/config/validation/envoyfilter/envoyfilter.go',
  upstream: ['IST0106'],
  *check(world) {
    for (const { patch, applyTo, operation } of configPatches(world)) {
      const change = at(patch, 'patch');
      if (applyTo === '' || applyTo === 'INVALID') yield wrong(at(patch, 'applyTo'), 'must be set');
      else if (!isSet(change)) yield wrong(change, 'must be set');
      else if (operation === '' || operation === 'INVALID') yield wrong(at(change, 'operation'), 'must be set');
      else if (operation !== 'REMOVE' && !isSet(deep(change, 'value')))
        yield wrong(at(change, 'value'), `must be set when \`operation\` is ${operation}`);
    }
  },
};
