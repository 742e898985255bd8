import type { Rule } from '../../rule.ts';
import { deep, isSet, list, text, wrong } from '../../spot.ts';
import { sidecars } from '../../spots/sidecar.ts';
import { protocolFamily } from '../../syntax/protocol.ts';

export const httpPoolOnOtherPort: Rule = {
  code: 'GI1509',
  name: 'http-pool-on-other-port',
  severity: 'warning',
  summary: 'HTTP settings of a connection pool should be on a port with an HTTP protocol.',
  why: 'only the TCP settings apply',
  fix: 'declare the port as HTTP, or delete the HTTP settings',
  source: 'istio/istio, pkg/config/validation/validation.go (ValidateSidecar)',
  upstream: ['IST0133'],
  *check(world) {
    for (const listener of sidecars(world).flatMap((spec) => list(spec, 'ingress'))) {
      const http = deep(listener, 'connectionPool', 'http');
      const protocol = text(deep(listener, 'port', 'protocol'));
      if (isSet(http) && protocolFamily(protocol) !== 'http')
        yield wrong(http, `has no effect when the protocol is ${protocol || 'not set'}`);
    }
  },
};
