import type { Finding, Rule } from '../../rule.ts';
import { at, isSet, text, wrong } from '../../spot.ts';
import { type Endpoint, endpoints } from '../../spots/service-entry.ts';
import { isAddress } from '../../syntax/address.ts';
import { domainProblem } from '../../syntax/domain.ts';
import { unixPathProblem } from '../../syntax/unix-path.ts';

export const endpointAddress: Rule = {
  code: 'GI1406',
  name: 'endpoint-address',
  severity: 'error',
  summary: 'The address of an endpoint must be one that its resolution can use: an IP address, a DNS name, or a Unix socket.',
  why: 'the webhook of istiod refuses the object',
  fix: 'write an IP address for STATIC, an IP address or a DNS name for DNS',
  source: 'istio/istio, pkg/config/validation/validation.go (validateWorkloadEntry)',
  upstream: ['IST0106', 'IST0133'],
  *check(world) {
    for (const endpoint of endpoints(world)) yield* addressFindings(endpoint);
  },
};

function* addressFindings({ spot, kind, servicePorts }: Endpoint): Iterable<Finding> {
  const field = at(spot, 'address');
  const address = text(field);
  const network = text(at(spot, 'network')) !== '';
  if (address.startsWith('unix://')) {
    const problem = unixPathProblem(address);
    if (problem !== undefined) yield wrong(field, problem);
    if (isSet(at(spot, 'ports'))) yield wrong(at(spot, 'ports'), 'must not be set beside the address of a Unix socket');
    if (kind === 'dns') yield wrong(field, 'must be an IP address or a DNS name when `resolution` is DNS');
    if (kind === 'static' && servicePorts !== undefined && servicePorts.size !== 1)
      yield wrong(field, 'must not be a Unix socket unless the ServiceEntry has exactly one port');
  } else if (address === '') {
    if (!network || kind === 'dns') yield wrong(field, 'must be set');
    else if (kind !== 'other') yield wrong(field, 'is not set, so that the gateway of the network must be known', { severity: 'warning' });
  } else if (!isAddress(address)) {
    if (kind === 'static') yield wrong(field, `must be an IP address when \`resolution\` is STATIC, not ${JSON.stringify(address)}`);
    else if (kind !== 'other' && domainProblem(address) !== undefined)
      yield wrong(field, `must be an IP address or a DNS name, not ${JSON.stringify(address)}`);
  }
}
