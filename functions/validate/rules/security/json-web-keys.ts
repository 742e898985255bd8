import type { Rule } from '../../rule.ts';
import { at, text, wrong } from '../../spot.ts';
import { jwtRules } from '../../spots/jwt-rules.ts';
import { readJsonWebKeys } from '../../syntax/json-web-keys.ts';

export const jsonWebKeys: Rule = {
  code: 'GI1604',
  name: 'json-web-keys',
  severity: 'error',
  summary: '`jwks` must be a JSON Web Key Set, of public keys only.',
  why: 'the webhook of istiod refuses the object',
  fix: 'paste the whole answer of the key server of the issuer',
  source: 'istio/istio, pkg/config/validation/validation.go (validateJwtRule, warnPrivateJwksKeys)',
  upstream: ['IST0106', 'IST0133'],
  *check(world) {
    for (const jwks of jwtRules(world).map((rule) => at(rule, 'jwks'))) {
      if (text(jwks) === '') continue;
      const { problem, secret } = readJsonWebKeys(text(jwks));
      if (problem !== undefined) yield wrong(jwks, problem);
      for (const index of secret)
        yield wrong(jwks, `has a private key at position ${index}, which whoever reads the object can sign tokens with`, {
          fix: 'replace the key in use, and publish its public part only',
          severity: 'warning',
        });
    }
  },
};
