import type { Rule } from '../../rule.ts';
import { list, text, wrong } from '../../spot.ts';
import { layer4Matches } from '../../spots/virtual-service.ts';
import { isAddress, isCidr } from '../../syntax/address.ts';

export const destinationSubnet: Rule = {
  code: 'GI1229',
  name: 'destination-subnet',
  severity: 'error',
  summary: 'A destination subnet must be an IP address or a CIDR block.',
  why: 'the webhook of istiod refuses the object',
  fix: 'write `10.0.0.0/8` or `10.1.2.3`',
  source: 'istio/istio, pkg/config/validation/agent/validation.go (ValidateIPSubnet)',
  upstream: ['IST0106'],
  *check(world) {
    for (const subnet of layer4Matches(world).flatMap((match) => list(match, 'destinationSubnets')))
      if (!isAddress(text(subnet)) && !isCidr(text(subnet)))
        yield wrong(subnet, `must be an IP address or a CIDR block, not ${JSON.stringify(subnet.value)}`);
  },
};
