import { isSubsetOf } from '../../../hosts/host-name.ts';
import type { Rule } from '../../rule.ts';
import { list, text, wrong } from '../../spot.ts';
import { tlsRoutes } from '../../spots/virtual-service.ts';
import { isAddress } from '../../syntax/address.ts';
import { virtualHostProblem } from '../../syntax/virtual-host.ts';

export const sniHost: Rule = {
  code: 'GI1228',
  name: 'sni-host',
  severity: 'error',
  summary: 'A server name to match must be a DNS name that one of the hosts covers.',
  why: 'the webhook of istiod refuses the object',
  fix: 'add the name to `hosts`, or correct it',
  source: 'istio/istio, pkg/config/validation/validation.go (validateSniHost)',
  upstream: ['IST0106', 'IST0133'],
  *check(world) {
    for (const { route, service } of tlsRoutes(world)) {
      const bySni = !service.gateways.some((gateway) => gateway.value === 'mesh');
      for (const sni of list(route, 'match').flatMap((match) => list(match, 'sniHosts'))) {
        const name = text(sni);
        const problem = virtualHostProblem(name, bySni);
        if (isAddress(name))
          yield wrong(sni, `is an address: clients send names only, so ${JSON.stringify(name)} never matches`, { severity: 'warning' });
        else if (problem !== undefined) yield wrong(sni, problem);
        else if (!service.hosts.some((host) => isSubsetOf(name, text(host))))
          yield wrong(sni, `must be covered by \`spec.hosts\`, which ${JSON.stringify(name)} is not`);
      }
    }
  },
};
