import type { Rule } from '../../rule.ts';
import { at, text, wrong } from '../../spot.ts';
import { jwtRules } from '../../spots/jwt-rules.ts';
import { schemeOf } from '../../syntax/url.ts';

export const jwksUri: Rule = {
  code: 'GI1603',
  name: 'jwks-uri',
  severity: 'error',
  summary: 'The URI of the keys must be an absolute URL with http or https.',
  why: 'the API server or the webhook of istiod refuses the object',
  fix: 'write `https://issuer.example.com/.well-known/jwks.json`',
  source: 'istio/istio, pkg/config/security/security.go (ParseJwksURI)',
  upstream: ['IST0106'],
  *check(world) {
    for (const uri of jwtRules(world).flatMap((rule) => [at(rule, 'jwksUri'), at(rule, 'jwks_uri')]))
      if (text(uri) !== '' && !/^https?$/.test(schemeOf(text(uri)) ?? ''))
        yield wrong(uri, `must be a URL with http or https, not ${JSON.stringify(text(uri))}`);
  },
};
