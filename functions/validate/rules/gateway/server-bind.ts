import type { Rule } from '../../rule.ts';
import { at, text, wrong } from '../../spot.ts';
import { servers } from '../../spots/gateway.ts';
import { isAddress } from '../../syntax/address.ts';
import { unixPathProblem } from '../../syntax/unix-path.ts';

export const serverBind: Rule = {
  code: 'GI1109',
  name: 'server-bind',
  severity: 'error',
  summary: '`bind` of a server must be an IP address, or `unix://` and an absolute path.',
  why: 'the webhook of istiod refuses the object',
  fix: 'delete `bind`, so that the server listens on every address',
  source: 'istio/istio, pkg/config/validation/validation.go (validateServerBind)',
  upstream: ['IST0106'],
  *check(world) {
    for (const server of servers(world)) {
      const bind = at(server, 'bind');
      const value = text(bind);
      const problem = value.startsWith('unix://')
        ? unixPathProblem(value)
        : value === '' || isAddress(value)
          ? undefined
          : `must be an IP address, not ${JSON.stringify(value)}`;
      if (problem !== undefined) yield wrong(bind, problem);
    }
  },
};
