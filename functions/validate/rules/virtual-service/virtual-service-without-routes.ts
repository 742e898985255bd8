import type { Rule } from '../../rule.ts';
import { at, length, wrong } from '../../spot.ts';
import { virtualServices } from '../../spots/virtual-service.ts';

export const virtualServiceWithoutRoutes: Rule = {
  code: 'GI1208',
  name: 'virtual-service-without-routes',
  severity: 'error',
  summary: 'A VirtualService must have routes.',
  why: 'the webhook of istiod refuses the object',
  fix: 'add `http`, `tls` or `tcp` routes, or delete the VirtualService',
  source: 'istio/istio, pkg/config/validation/validation.go (ValidateVirtualService)',
  upstream: ['IST0106'],
  *check(world) {
    for (const { spec } of virtualServices(world))
      if (['http', 'tls', 'tcp'].every((name) => length(at(spec, name)) === 0))
        yield wrong(spec, 'must have `http`, `tls` or `tcp` routes');
  },
};
