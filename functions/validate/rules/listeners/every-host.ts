import type { Rule } from '../../rule.ts';
import { list, text, wrong } from '../../spot.ts';
import { servers } from '../../spots/gateway.ts';

export const everyHost: Rule = {
  code: 'GI2119',
  name: 'every-host',
  severity: 'error',
  summary: 'The host `*/*` must not be followed by hosts that begin with `./` or `*/`.',
  why: 'istiod replaces the whole list by `*`, and then fails while it reads on',
  fix: 'delete all hosts but `*/*`, or delete `*/*`',
  source: 'istio/istio, pilot/pkg/model/gateway.go (sanitizeServerHostNamespace)',
  *check(world) {
    for (const server of servers(world)) {
      const hosts = list(server, 'hosts');
      const everything = hosts.findIndex((host) => host.value === '*/*');
      const later = everything < 0 ? undefined : hosts.slice(everything + 1).find((host) => /^[.*]\//.test(text(host)));
      if (later !== undefined) yield wrong(later, `"${text(later)}" must not stand behind "*/*"`);
    }
  },
};
