import type { Rule } from '../../rule.ts';
import { text, wrong } from '../../spot.ts';
import { conditionValues, sources, valuesOf } from '../../spots/authorization.ts';
import { isAddress, isCidr } from '../../syntax/address.ts';

export const authorizationAddress: Rule = {
  code: 'GI1609',
  name: 'authorization-address',
  severity: 'error',
  summary: 'Addresses of a policy must be IP addresses or CIDR blocks.',
  why: 'the webhook of istiod refuses the object',
  fix: 'write `10.0.0.0/8` or `10.1.2.3`',
  source: 'istio/istio, pkg/config/security/security.go (ValidateIPs)',
  upstream: ['IST0106'],
  *check(world) {
    const blocks = sources(world).flatMap((source) => valuesOf(source, 'ipBlocks', 'remoteIpBlocks'));
    for (const block of [...blocks, ...conditionValues(world, 'address')])
      if (typeof block.value === 'string' && !isAddress(text(block)) && !isCidr(text(block)))
        yield wrong(block, `must be an IP address or a CIDR block, not ${JSON.stringify(text(block))}`);
  },
};
