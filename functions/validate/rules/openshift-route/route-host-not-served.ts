import { isSubsetOf } from '../../../hosts/host-name.ts';
import type { Rule } from '../../rule.ts';
import { at, text, wrong } from '../../spot.ts';
import { routedPorts } from '../../spots/routed-ports.ts';

export const routeHostNotServed: Rule = {
  code: 'GI2806',
  name: 'route-host-not-served',
  severity: 'error',
  summary: 'The host of a Route must be one of a server of the gateway that it leads to.',
  why: 'the gateway answers 404, or closes the connection',
  fix: 'add the host to the Gateway, or correct that of the Route',
  source: 'istio/istio, pilot/pkg/networking/core/gateway.go',
  *check(world) {
    for (const { spec, proxy, servers } of routedPorts(world)) {
      const host = at(spec, 'host');
      const wanted = text(at(spec, 'wildcardPolicy')) === 'Subdomain' ? text(host).replace(/^[^.]*/, '*') : text(host);
      if (wanted === '' || servers.length === 0) continue;
      const isServed = servers.some(({ hosts }) => hosts.some(({ name }) => isSubsetOf(wanted, name)));
      const names = [...new Set(servers.flatMap(({ hosts }) => hosts.map(({ name }) => `"${name}"`)))].join(', ');
      if (!isServed)
        yield wrong(
          host,
          `is "${text(host)}"${wanted === text(host) ? '' : `, which stands for "${wanted}"`}, and the gateway ${proxy.workload.namespace}/${proxy.workload.name} serves ${names} on that port`,
        );
    }
  },
};
