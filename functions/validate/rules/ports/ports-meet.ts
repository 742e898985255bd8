import type { Rule } from '../../rule.ts';
import { wrongAt } from '../../spot.ts';
import { alternatives } from '../../spots/alternatives.ts';
import { gatewayPorts } from '../../spots/gateway-proxies.ts';
import { fieldOf } from '../../spots/istio-gateways.ts';
import { titledServer } from '../../spots/server-pairs.ts';

export const portsMeet: Rule = {
  code: 'GI2202',
  name: 'ports-meet',
  severity: 'warning',
  summary: 'Servers with different ports should lead to different ports of the pods.',
  why: 'a number is a port of the Service first, and a port of the pods otherwise: servers that meet are one listener, with all hosts of both',
  fix: 'write the port of the Service in both',
  source: 'istio/istio, pilot/pkg/model/gateway.go (resolvePorts)',
  *check(world) {
    const areAlternatives = alternatives(world);
    for (const { port, servers } of gatewayPorts(world)) {
      const [first] = servers;
      for (const { server } of servers) {
        if (first === undefined || server.port === first.server.port || server.bind !== first.server.bind) continue;
        if (areAlternatives(first.server.gateway.item, server.gateway.item)) continue;
        const text = `${server.port} is port ${port} of the pods, to which ${first.server.port} of ${titledServer(first.server)} leads, too`;
        yield wrongAt(fieldOf(server, 'port', 'number'), text);
      }
    }
  },
};
