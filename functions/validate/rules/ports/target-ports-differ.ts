import type { Rule } from '../../rule.ts';
import { titled, wrongAt } from '../../spot.ts';
import { gatewayPorts } from '../../spots/gateway-proxies.ts';
import { fieldOf } from '../../spots/istio-gateways.ts';

const untranslated = 'experimental.istio.io/disable-gateway-port-translation';

export const targetPortsDiffer: Rule = {
  code: 'GI2203',
  name: 'target-ports-differ',
  severity: 'warning',
  summary: 'All Services in front of one gateway should lead from one port to the same port of the pods.',
  why: 'the pods listen on the target of one of the Services, the oldest; through the others nobody answers',
  fix: 'use the same `targetPort` in all of them',
  source: 'istio/istio, pilot/pkg/model/gateway.go (resolvePorts)',
  *check(world) {
    for (const { proxy, servers } of gatewayPorts(world)) {
      for (const { server, via } of servers) {
        const other = proxy.targets.find(
          ({ port, target, service }) => port.port === server.port && target !== via?.target && !(untranslated in service.labels),
        );
        if (via === undefined || other === undefined) continue;
        const places = `port ${via.target} of the pods by ${titled(via.service.item)}, and port ${other.target} by ${titled(other.service.item)}`;
        yield wrongAt(fieldOf(server, 'port', 'number'), `${server.port} is ${places}`);
      }
    }
  },
};
