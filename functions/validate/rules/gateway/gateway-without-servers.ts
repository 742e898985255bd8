import type { Rule } from '../../rule.ts';
import { deep, length, wrong } from '../../spot.ts';
import { gateways } from '../../spots/gateway.ts';

export const gatewayWithoutServers: Rule = {
  code: 'GI1102',
  name: 'gateway-without-servers',
  severity: 'error',
  summary: 'A Gateway must have at least one server.',
  why: 'the webhook of istiod refuses the object',
  fix: 'add a server with `port` and `hosts`, or delete the Gateway',
  source: 'istio/istio, pkg/config/validation/validation.go (ValidateGateway)',
  upstream: ['IST0106'],
  *check(world) {
    for (const gateway of gateways(world)) {
      const servers = deep(gateway, 'spec', 'servers');
      if (length(servers) === 0) yield wrong(servers, 'must have at least one server');
    }
  },
};
