import type { Rule } from '../../rule.ts';
import { wrongAt } from '../../spot.ts';
import { fieldOf, istioServers } from '../../spots/istio-gateways.ts';

export const udpServer: Rule = {
  code: 'GI2111',
  name: 'udp-server',
  severity: 'error',
  summary: 'A server must not have the protocol UDP.',
  why: 'the proxies listen for TCP connections instead; datagrams are never served',
  fix: 'expose UDP with a Service of its own, or use an implementation of the Gateway API that has UDPRoute',
  source: 'istio/istio, pkg/config/protocol/instance.go; pilot/pkg/networking/core/gateway.go',
  *check(world) {
    for (const server of istioServers(world))
      if (server.protocol === 'UDP') yield wrongAt(fieldOf(server, 'port', 'protocol'), '"UDP" is served as TCP: datagrams get no answer');
  },
};
