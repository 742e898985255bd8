import type { Rule } from '../../rule.ts';
import { deep, isSet, name, pathOf } from '../../spot.ts';
import { routedPorts, wantsTls } from '../../spots/routed-ports.ts';

export const plainToTlsServer: Rule = {
  code: 'GI2801',
  name: 'plain-to-tls-server',
  severity: 'error',
  summary: 'A Route that ends TLS must lead to a server of the gateway in plain text.',
  why: 'the router speaks HTTP to a port that expects TLS, and answers 502 or 503',
  fix: 'lead the Route to the HTTP port of the gateway, or use `termination: passthrough`',
  source: 'openshift/router, images/router/haproxy/conf/haproxy-config.template',
  *check(world) {
    for (const { spec, termination, port, proxy, servers } of routedPorts(world)) {
      if ((termination !== 'edge' && termination !== '') || servers.length === 0 || !servers.every(wantsTls)) continue;
      const spot = deep(spec, 'tls', 'termination');
      const says = termination === '' ? 'is not set, so the router speaks HTTP' : 'is edge, so the router speaks HTTP';
      yield {
        item: spec.item,
        path: pathOf(isSet(spot) ? spot : spec),
        message: `${name(spot)} ${says}, and port "${port.name || port.port}" of the gateway ${proxy.workload.namespace}/${proxy.workload.name} expects TLS`,
      };
    }
  },
};
