import type { CORS } from '../../intent/generated/gateway-intent.ts';
import { escapeRegex, type StringMatch, stringMatch } from './string-match.ts';

/** `corsPolicy` of a route. Preflight requests of other origins are answered by the proxy and not by the backend, as the Gateway API has it. */
export function corsPolicy({ allowOrigins, allowMethods, allowHeaders, exposeHeaders, maxAge, allowCredentials }: CORS): object {
  return {
    allowOrigins: allowOrigins.map(originMatch),
    allowMethods,
    allowHeaders,
    exposeHeaders,
    maxAge,
    allowCredentials,
    unmatchedPreflights: 'IGNORE',
  };
}

/** `*` for a part of the host, as the Gateway API has it; Istio compares with it as text. */
function originMatch(origin: CORS['allowOrigins'][number]): StringMatch {
  const { exact } = origin;
  return exact === undefined || exact === '*' || !exact.includes('*')
    ? stringMatch(origin)
    : { regex: exact.split('*').map(escapeRegex).join('.*') };
}
