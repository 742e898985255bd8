import type { Rule } from '../../rule.ts';
import { at, isMap, isSet, text, wrong } from '../../spot.ts';
import { destinations } from '../../spots/virtual-service.ts';
import { isDnsLabel, wildcardDomainProblem } from '../../syntax/domain.ts';

export const destination: Rule = {
  code: 'GI1220',
  name: 'destination',
  severity: 'error',
  summary: 'A destination must be a host, with a subset name and a port number where these are given.',
  why: 'the webhook of istiod refuses the object',
  fix: 'write `host: service.namespace.svc.cluster.local` and `port: {number: 80}`',
  source: 'istio/istio, pkg/config/validation/validation.go (validateDestination)',
  upstream: ['IST0106'],
  *check(world) {
    for (const destination of destinations(world)) {
      const host = at(destination, 'host');
      const problem = text(host) === '*' ? 'must not be "*"' : isSet(host) ? wildcardDomainProblem(text(host)) : undefined;
      if (problem !== undefined) yield wrong(host, problem);
      const subset = at(destination, 'subset');
      if (text(subset) !== '' && !isDnsLabel(text(subset))) yield wrong(subset, `must be a DNS label, not ${JSON.stringify(text(subset))}`);
      const port = at(destination, 'port');
      if (isMap(port) && !isSet(at(port, 'number'))) yield wrong(at(port, 'number'), 'must be set');
    }
  },
};
