import type { Rule } from '../../rule.ts';
import { deep, wrong } from '../../spot.ts';
import { routedPorts, wantsTls } from '../../spots/routed-ports.ts';

export const reencryptWithoutServerName: Rule = {
  code: 'GI2803',
  name: 'reencrypt-without-server-name',
  severity: 'error',
  summary: 'A Route with `reencrypt` must lead to a server of the gateway for every host.',
  why: 'the router sends no server name, so a server with names of its own closes the connection',
  fix: 'use `termination: passthrough`, or add a server with the host `*`',
  source: 'openshift/router, images/router/haproxy/conf/haproxy-config.template',
  *check(world) {
    for (const { spec, termination, proxy, servers } of routedPorts(world)) {
      const named = servers.filter(wantsTls);
      const takesAny = named.some(({ hosts }) => hosts.some(({ name }) => name === '*'));
      if (termination === 'reencrypt' && named.length > 0 && !takesAny)
        yield wrong(
          deep(spec, 'tls', 'termination'),
          `is reencrypt, and the gateway ${proxy.workload.namespace}/${proxy.workload.name} takes only the names ${[...new Set(named.flatMap(({ hosts }) => hosts.map((host) => `"${host.name}"`)))].join(', ')}`,
        );
    }
  },
};
