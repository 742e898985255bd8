import type { Rule } from '../../rule.ts';
import { deep, number, wrong } from '../../spot.ts';
import { servers } from '../../spots/gateway.ts';

export const serverTargetPort: Rule = {
  code: 'GI1108',
  name: 'server-target-port',
  severity: 'error',
  summary: 'A port of a server must not have a `targetPort`.',
  why: 'the webhook of istiod refuses the object: the Service of the gateway maps ports, not the Gateway',
  fix: 'delete `targetPort`, and set it on the Service',
  source: 'istio/istio, pkg/config/validation/validation.go (validateServerPort)',
  upstream: ['IST0106'],
  *check(world) {
    for (const server of servers(world)) {
      const port = deep(server, 'port', 'targetPort');
      if (number(port) > 0) yield wrong(port, 'must not be set on a Gateway');
    }
  },
};
