import type { Rule } from '../../rule.ts';
import { at, deep, isSet, number, text, wrong } from '../../spot.ts';
import { servers } from '../../spots/gateway.ts';

export const serverPortNumber: Rule = {
  code: 'GI1106',
  name: 'server-port-number',
  severity: 'error',
  summary: 'A server must have a port number, unless it is bound to a Unix socket, where it must have none.',
  why: 'the webhook of istiod refuses the object',
  fix: 'write a number from 1 to 65535, or 0 beside `bind: unix:///path`',
  source: 'istio/istio, pkg/config/validation/validation.go (validateServerPort, validateServerBind)',
  upstream: ['IST0106'],
  *check(world) {
    for (const server of servers(world)) {
      const port = deep(server, 'port', 'number');
      const unix = text(at(server, 'bind')).startsWith('unix://');
      if (unix && number(port) !== 0) yield wrong(port, 'must be 0 beside a `bind` to a Unix socket');
      if (!unix && isSet(port) && number(port) === 0) yield wrong(port, 'must be between 1 and 65535, not 0');
    }
  },
};
