import type { Rule } from '../../rule.ts';
import { at, deep, isSet, number, rootOf, text, wrong } from '../../spot.ts';
import { httpRoutes } from '../../spots/virtual-service.ts';

const removed = ['ClusterRbacConfig', 'RbacConfig', 'ServiceRole', 'ServiceRoleBinding'];

export const deprecatedSetting: Rule = {
  code: 'GI3028',
  name: 'deprecated-setting',
  severity: 'warning',
  summary: 'A field or kind should not be one that Istio has given up.',
  why: 'a later Istio will not read it any more',
  fix: 'use what replaces it',
  source: 'https://istio.io/latest/docs/reference/config/analysis/ist0002/',
  upstream: ['IST0002'],
  *check(world) {
    for (const { route } of httpRoutes(world)) {
      const percent = deep(route, 'fault', 'delay', 'percent');
      if (number(percent) > 0) yield wrong(percent, 'is deprecated', { fix: 'use `percentage: {value: …}`' });
    }
    for (const item of world.ofKind('networking.istio.io', 'Sidecar')) {
      const proxy = deep(rootOf(item), 'spec', 'outboundTrafficPolicy', 'egressProxy');
      if (isSet(proxy))
        yield wrong(proxy, 'is deprecated', { fix: 'route outside hosts to the egress gateway with a ServiceEntry and a VirtualService' });
    }
    for (const item of world.ofKind('apiextensions.k8s.io', 'CustomResourceDefinition')) {
      if (!item.id.name.endsWith('.rbac.istio.io')) continue;
      const spec = at(rootOf(item), 'spec');
      if (text(at(spec, 'group')) === 'rbac.istio.io' && removed.includes(text(deep(spec, 'names', 'kind'))))
        yield wrong(deep(spec, 'names', 'kind'), 'is of a kind that Istio does not read since 1.6', { fix: 'use AuthorizationPolicy' });
    }
  },
};
