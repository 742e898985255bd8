import type { Rule } from '../../rule.ts';
import { text, wrong } from '../../spot.ts';
import { conditionValues, operations, valuesOf } from '../../spots/authorization.ts';

export const authorizationPort: Rule = {
  code: 'GI1611',
  name: 'authorization-port',
  severity: 'error',
  summary: 'Ports of a policy must be numbers from 0 to 65535, in quotes.',
  why: 'the webhook of istiod refuses the object',
  fix: 'write `"8080"`: names of ports are not known to the proxies',
  source: 'istio/istio, pkg/config/security/security.go (ValidatePorts)',
  upstream: ['IST0106'],
  *check(world) {
    const ports = operations(world).flatMap((operation) => valuesOf(operation, 'ports'));
    for (const port of [...ports, ...conditionValues(world, 'port')])
      if (typeof port.value === 'string' && !(/^\d+$/.test(text(port)) && Number(text(port)) <= 65535))
        yield wrong(port, `must be a port number, not ${JSON.stringify(text(port))}`);
  },
};
