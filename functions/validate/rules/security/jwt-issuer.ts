import type { Rule } from '../../rule.ts';
import { at, text, wrong } from '../../spot.ts';
import { jwtRules } from '../../spots/jwt-rules.ts';

export const jwtIssuer: Rule = {
  code: 'GI1602',
  name: 'jwt-issuer',
  severity: 'error',
  summary: 'A JWT rule must have an issuer, or a URI of its keys.',
  why: 'the webhook of istiod refuses the object',
  fix: 'add `issuer`, as it stands in the `iss` claim of the tokens',
  source: 'istio/istio, pkg/config/validation/validation.go (validateJwtRule)',
  upstream: ['IST0106'],
  *check(world) {
    for (const rule of jwtRules(world))
      if (['issuer', 'jwksUri', 'jwks_uri'].every((name) => text(at(rule, name)) === ''))
        yield wrong(rule, 'must have `issuer` or `jwksUri`');
  },
};
