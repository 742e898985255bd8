import type { Rule } from '../../rule.ts';
import { at, deep, list, rootOf, text } from '../../spot.ts';

const variable = 'BLOCKED_CIDRS_IN_JWKS_URIS';

export const jwksFetch: Rule = {
  code: 'GI3026',
  name: 'jwks-fetch',
  severity: 'info',
  summary: 'Where RequestAuthentications name URLs of keys, istiod should know addresses that it must not call.',
  why: 'whoever may write a RequestAuthentication can make istiod call any address inside of the cluster',
  fix: `set the environment variable \`${variable}\` of istiod, such as to \`169.254.0.0/16\``,
  source: 'https://istio.io/latest/docs/reference/config/analysis/ist0175/',
  upstream: ['IST0175'],
  *check(world) {
    const count = world.ofKind('security.istio.io', 'RequestAuthentication').length;
    if (count === 0) return;
    for (const item of world.ofKind('apps', 'Deployment')) {
      const root = rootOf(item);
      if (text(deep(root, 'metadata', 'labels', 'app')) !== 'istiod') continue;
      const variables = list(deep(root, 'spec', 'template', 'spec'), 'containers').flatMap((container) => list(container, 'env'));
      if (variables.some((entry) => text(at(entry, 'name')) === variable && text(at(entry, 'value')) !== '')) continue;
      yield {
        item,
        path: ['spec', 'template', 'spec', 'containers'],
        message: `istiod calls any address for keys that ${count} RequestAuthentications name`,
      };
    }
  },
};
