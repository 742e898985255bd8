import type { Rule } from '../../rule.ts';
import { deep, text, wrong } from '../../spot.ts';
import { gateways } from '../../spots/gateway.ts';
import { isDnsLabel } from '../../syntax/domain.ts';

export const gatewayName: Rule = {
  code: 'GI1101',
  name: 'gateway-name',
  severity: 'error',
  summary: 'The name of a Gateway must be one DNS label, without dots.',
  why: 'the webhook of istiod refuses the object: VirtualServices could not tell such a name from a host',
  fix: 'rename the Gateway without dots and underscores',
  source: 'istio/istio, pkg/config/validation/validation.go (ValidateGateway)',
  upstream: ['IST0106'],
  *check(world) {
    for (const gateway of gateways(world)) {
      const name = deep(gateway, 'metadata', 'name');
      if (!isDnsLabel(text(name))) yield wrong(name, `must be a DNS label, not ${JSON.stringify(text(name))}`);
    }
  },
};
