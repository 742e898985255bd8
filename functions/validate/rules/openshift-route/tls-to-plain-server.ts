import type { Rule } from '../../rule.ts';
import { deep, wrong } from '../../spot.ts';
import { routedPorts, wantsTls } from '../../spots/routed-ports.ts';

export const tlsToPlainServer: Rule = {
  code: 'GI2802',
  name: 'tls-to-plain-server',
  severity: 'error',
  summary: 'A Route that passes TLS on, or begins it again, must lead to a server of the gateway with TLS.',
  why: 'the port expects plain HTTP, and closes the connection',
  fix: 'lead the Route to the HTTPS port of the gateway, or use `termination: edge`',
  source: 'openshift/router, images/router/haproxy/conf/haproxy-config.template',
  *check(world) {
    for (const { spec, termination, port, proxy, servers } of routedPorts(world))
      if (['passthrough', 'reencrypt'].includes(termination) && servers.length > 0 && !servers.some(wantsTls))
        yield wrong(
          deep(spec, 'tls', 'termination'),
          `is ${termination}, and port "${port.name || port.port}" of the gateway ${proxy.workload.namespace}/${proxy.workload.name} is plain text`,
        );
  },
};
