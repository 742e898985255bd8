import type { Rule } from '../../rule.ts';
import { deep, members, text, wrong } from '../../spot.ts';
import { httpRoutes, isAuthority } from '../../spots/virtual-service.ts';

export const authoritySetTwice: Rule = {
  code: 'GI1216',
  name: 'authority-set-twice',
  severity: 'error',
  summary: 'The host of a request must be set in one place only.',
  why: 'the webhook of istiod refuses the object',
  fix: 'keep `rewrite.authority`, or one header',
  source: 'istio/istio, pkg/config/validation/virtualservice.go (validateAuthorityRewrite)',
  upstream: ['IST0106'],
  *check(world) {
    for (const { route } of httpRoutes(world)) {
      const headers = ['set', 'add'].flatMap((operation) => members(deep(route, 'headers', 'request', operation)));
      let host = text(deep(route, 'rewrite', 'authority'));
      for (const header of headers.filter(({ key }) => isAuthority(key))) {
        if (host !== '') yield wrong(header, `must not set the host, which is set to ${JSON.stringify(host)} already`);
        host = host === '' ? text(header) : host;
      }
    }
  },
};
