import type { Rule } from '../../rule.ts';
import { at, length, wrong } from '../../spot.ts';
import { virtualServices } from '../../spots/virtual-service.ts';

export const delegateFields: Rule = {
  code: 'GI1201',
  name: 'delegate-fields',
  severity: 'error',
  summary: 'A VirtualService without hosts, which others delegate to, must have HTTP routes only.',
  why: 'the webhook of istiod refuses the object',
  fix: 'add `hosts`, or delete `gateways`, `tls` and `tcp`',
  source: 'istio/istio, pkg/config/validation/validation.go (ValidateVirtualService)',
  upstream: ['IST0106'],
  *check(world) {
    for (const { spec, isDelegate } of virtualServices(world)) {
      if (!isDelegate) continue;
      for (const name of ['gateways', 'tls', 'tcp']) {
        const field = at(spec, name);
        if (length(field) > 0) yield wrong(field, 'must not be set without `hosts`, because the VirtualService is a delegate then');
      }
    }
  },
};
