import type { Rule } from '../../rule.ts';
import { text, wrong } from '../../spot.ts';
import { regularExpressions } from '../../spots/matches.ts';
import { regularExpressionProblem } from '../../syntax/regular-expression.ts';

export const regularExpression: Rule = {
  code: 'GI1028',
  name: 'regular-expression',
  severity: 'error',
  summary: 'A regular expression must be one of RE2, at most 1024 bytes long.',
  why: 'the webhook of istiod refuses the object: RE2 has no look-ahead and no references back',
  fix: 'rewrite it without what RE2 lacks, or match by prefix',
  source: 'istio/istio, pkg/config/validation/validation.go (validateStringRegexp)',
  upstream: ['IST0106'],
  *check(world) {
    for (const expression of regularExpressions(world)) {
      const problem = regularExpressionProblem(text(expression));
      // istiod only warns of a version expression that is too long, and does not read it.
      const tolerated = expression.key === 'proxyVersion' && text(expression).length > 1024;
      if (problem !== undefined) yield wrong(expression, problem, tolerated ? { severity: 'warning' } : {});
    }
  },
};
