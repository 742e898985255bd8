import type { Rule } from '../../rule.ts';
import { list, text, wrong } from '../../spot.ts';
import { serviceEntries } from '../../spots/service-entry.ts';
import { isAddress, isCidr } from '../../syntax/address.ts';

export const serviceEntryAddress: Rule = {
  code: 'GI1402',
  name: 'service-entry-address',
  severity: 'error',
  summary: 'An address of a ServiceEntry must be an IP address, or a CIDR block where nothing is resolved.',
  why: 'the webhook of istiod refuses the object',
  fix: 'write an IP address, or set `resolution: NONE`',
  source: 'istio/istio, pkg/config/validation/validation.go (ValidateServiceEntry)',
  upstream: ['IST0106'],
  *check(world) {
    for (const { spec, resolution } of serviceEntries(world))
      for (const address of list(spec, 'addresses')) {
        const value = text(address);
        if (!isAddress(value) && !isCidr(value))
          yield wrong(address, `must be an IP address or a CIDR block, not ${JSON.stringify(value)}`);
        if (value.includes('/') && resolution !== 'NONE' && resolution !== 'STATIC')
          yield wrong(address, `must not be a CIDR block when \`resolution\` is ${resolution}`);
      }
  },
};
