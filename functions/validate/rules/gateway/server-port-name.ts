import type { Rule } from '../../rule.ts';
import { deep, isSet, list, text, wrong } from '../../spot.ts';
import { gateways } from '../../spots/gateway.ts';

export const serverPortName: Rule = {
  code: 'GI1107',
  name: 'server-port-name',
  severity: 'error',
  summary: 'Every server of a Gateway must have a port name of its own.',
  why: 'the webhook of istiod refuses the object',
  fix: 'give every server a name such as `https-shop`',
  source: 'istio/istio, pkg/config/validation/validation.go (ValidateGateway)',
  upstream: ['IST0106'],
  *check(world) {
    for (const gateway of gateways(world)) {
      const seen = new Set<string>();
      for (const server of list(deep(gateway, 'spec'), 'servers')) {
        const name = deep(server, 'port', 'name');
        if (!isSet(name)) continue;
        if (text(name) === '') yield wrong(name, 'must not be empty');
        else if (seen.has(text(name))) yield wrong(name, `must differ from the other servers; ${JSON.stringify(text(name))} is taken`);
        seen.add(text(name));
      }
    }
  },
};
