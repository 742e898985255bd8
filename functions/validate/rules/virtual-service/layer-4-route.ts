import type { Rule } from '../../rule.ts';
import { at, isSet, length, list, wrong } from '../../spot.ts';
import { tcpRoutes, tlsRoutes } from '../../spots/virtual-service.ts';

export const layer4Route: Rule = {
  code: 'GI1227',
  name: 'layer-4-route',
  severity: 'error',
  summary: 'A TLS route must have a match and a destination, a TCP route a destination.',
  why: 'the webhook of istiod refuses the object',
  fix: 'add `match` with `sniHosts`, and `route` with a `destination`',
  source: 'istio/istio, pkg/config/validation/validation.go (validateTLSRoute, validateTCPRoute)',
  upstream: ['IST0106'],
  *check(world) {
    for (const { route } of tlsRoutes(world)) {
      const match = at(route, 'match');
      if (isSet(match) && length(match) === 0) yield wrong(match, 'must have at least one match');
      for (const hosts of list(route, 'match').map((entry) => at(entry, 'sniHosts')))
        if (isSet(hosts) && length(hosts) === 0) yield wrong(hosts, 'must have at least one host');
    }
    for (const { route } of [...tlsRoutes(world), ...tcpRoutes(world)])
      if (length(at(route, 'route')) === 0) yield wrong(at(route, 'route'), 'must have at least one destination');
  },
};
