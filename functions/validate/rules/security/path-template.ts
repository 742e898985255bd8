import type { Rule } from '../../rule.ts';
import { text, wrong } from '../../spot.ts';
import { operations, valuesOf } from '../../spots/authorization.ts';
import { pathTemplateProblem } from '../../syntax/path-template.ts';

export const pathTemplate: Rule = {
  code: 'GI1612',
  name: 'path-template',
  severity: 'error',
  summary: 'A path with braces must have `{*}` or `{**}` as whole segments, `{**}` as the last of them.',
  why: 'the webhook of istiod refuses the object',
  fix: 'write `/users/{*}/orders` or `/static/{**}`',
  source: 'istio/istio, pkg/config/security/security.go (CheckValidPathTemplate)',
  upstream: ['IST0106'],
  *check(world) {
    for (const path of operations(world).flatMap((operation) => valuesOf(operation, 'paths'))) {
      const problem = pathTemplateProblem(text(path));
      if (problem !== undefined) yield wrong(path, problem);
    }
  },
};
