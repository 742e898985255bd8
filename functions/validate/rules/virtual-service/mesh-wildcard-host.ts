import type { Rule } from '../../rule.ts';
import { text, wrong } from '../../spot.ts';
import { virtualServices } from '../../spots/virtual-service.ts';

export const meshWildcardHost: Rule = {
  code: 'GI1206',
  name: 'mesh-wildcard-host',
  severity: 'error',
  summary: 'The host `*` must be used on gateways only.',
  why: 'the webhook of istiod refuses the object: it would take all traffic of every sidecar',
  fix: 'name the hosts, or set `gateways` without `mesh`',
  source: 'istio/istio, pkg/config/validation/validation.go (ValidateVirtualService)',
  upstream: ['IST0106'],
  *check(world) {
    for (const { hosts, isForGatewaysOnly } of virtualServices(world))
      for (const host of hosts) if (text(host) === '*' && !isForGatewaysOnly) yield wrong(host, 'must not be "*" for the mesh');
  },
};
