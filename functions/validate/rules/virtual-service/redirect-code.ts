import type { Rule } from '../../rule.ts';
import { wrongAt } from '../../spot.ts';
import { writtenRules } from '../../spots/written-rules.ts';

const known = new Set([301, 302, 303, 307, 308]);

export const redirectCode: Rule = {
  code: 'GI2424',
  name: 'redirect-code',
  severity: 'error',
  summary: '`redirectCode` must be 301, 302, 303, 307 or 308.',
  why: 'istiod makes a route without an action of every other code',
  fix: 'write 301, 302, 303, 307 or 308',
  source: 'istio/istio, pilot/pkg/networking/core/route/route.go (ApplyRedirect)',
  *check(world) {
    for (const { rule } of writtenRules(world)) {
      const { redirect } = rule;
      if (redirect === undefined || known.has(redirect.code) || redirect.code < 300 || redirect.code > 399) continue;
      yield wrongAt(
        { item: redirect.field.item, path: [...redirect.field.path, 'redirectCode'] },
        `${redirect.code} is no redirect that the proxies know`,
      );
    }
  },
};
