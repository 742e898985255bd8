import type { Rule } from '../../rule.ts';
import { at, isSet, length, wrong } from '../../spot.ts';
import { servers } from '../../spots/gateway.ts';

export const serverWithoutHosts: Rule = {
  code: 'GI1103',
  name: 'server-without-hosts',
  severity: 'error',
  summary: 'A server must have at least one host.',
  why: 'the webhook of istiod refuses the object',
  fix: 'add the hosts that the server is for, or `"*"` for all of them',
  source: 'istio/istio, pkg/config/validation/validation.go (validateServer)',
  upstream: ['IST0106'],
  *check(world) {
    for (const server of servers(world)) {
      const hosts = at(server, 'hosts');
      if (isSet(hosts) && length(hosts) === 0) yield wrong(hosts, 'must have at least one host');
    }
  },
};
