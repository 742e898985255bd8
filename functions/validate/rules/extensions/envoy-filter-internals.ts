import type { Rule } from '../../rule.ts';
import { rootOf, wrong } from '../../spot.ts';

export const envoyFilterInternals: Rule = {
  code: 'GI1653',
  name: 'envoy-filter-internals',
  severity: 'info',
  summary: 'An EnvoyFilter should be the last resort.',
  why: 'it reaches into the configuration that istiod makes for Envoy, which may differ in every release',
  fix: 'use another API where there is one, and test the filter before every upgrade of Istio',
  source: 'istio/istio, pkg/config/validation/envoyfilter/envoyfilter.go',
  upstream: ['IST0133'],
  *check(world) {
    // What is generated is tested by those who generate it.
    for (const item of world.ofKind('networking.istio.io', 'EnvoyFilter'))
      if (item.origin === undefined)
        yield {
          ...wrong(rootOf(item), ''),
          path: ['kind'],
          message: 'EnvoyFilter changes what istiod makes for Envoy, which is no stable API',
        };
  },
};
