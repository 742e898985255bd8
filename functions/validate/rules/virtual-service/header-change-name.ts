import type { Rule } from '../../rule.ts';
import { wrong } from '../../spot.ts';
import { headerChanges, isAuthority } from '../../spots/virtual-service.ts';

export const headerChangeName: Rule = {
  code: 'GI1214',
  name: 'header-change-name',
  severity: 'error',
  summary: 'Headers that proxies own must not be changed: names with a colon, and `host`, which requests may have set.',
  why: 'the webhook of istiod refuses the object',
  fix: 'change another header; to change the host use `rewrite.authority`',
  source: 'istio/istio, pkg/config/validation/validation.go (ValidateHTTPHeaderOperationName)',
  upstream: ['IST0106'],
  *check(world) {
    for (const { spot, name, mayBeAuthority } of headerChanges(world)) {
      const isOwned = name.startsWith(':') || name.toLowerCase() === 'host';
      if (name === '') yield wrong(spot, 'must have a name');
      else if (isOwned && !(mayBeAuthority && isAuthority(name))) yield wrong(spot, `must not change the header ${JSON.stringify(name)}`);
    }
  },
};
