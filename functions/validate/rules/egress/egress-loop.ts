import { below } from '../../../mesh/field.ts';
import type { Rule } from '../../rule.ts';
import { wrongAt } from '../../spot.ts';
import { gatewayDestinations, gatewaysBehind, portMeant } from '../../spots/egress-hops.ts';

export const egressLoop: Rule = {
  code: 'GI2606',
  name: 'egress-loop',
  severity: 'error',
  summary: 'A gateway must not send requests to its own Service.',
  why: 'the request comes back to the same gateway, until it fails',
  fix: 'give the rules for sidecars `match: [{gateways: [mesh]}]`, and those of the gateway `match: [{gateways: [GATEWAY]}]`',
  source: 'https://istio.io/latest/docs/tasks/traffic-management/egress/egress-gateway/',
  *check(world) {
    for (const found of gatewayDestinations(world)) {
      const { destination, proxy } = found;
      if (!gatewaysBehind(world).get(destination.host)?.includes(proxy)) continue;
      const port = portMeant(world, found);
      if (found.ports.length === 0 || port === undefined || found.ports.includes(port))
        yield wrongAt(
          below(destination.field, 'host'),
          `is the Service of the gateway ${proxy.workload.namespace}/${proxy.workload.name}, which follows this rule, too`,
        );
    }
  },
};
