import type { Rule } from '../../rule.ts';
import { at, isSet, list, number, type Spot, text, wrong } from '../../spot.ts';
import { httpRoutes } from '../../spots/virtual-service.ts';

export const redirect: Rule = {
  code: 'GI1223',
  name: 'redirect',
  severity: 'error',
  summary: 'A redirect must change something, in one way, with a scheme of http or https and a 3xx code.',
  why: 'the webhook of istiod refuses the object',
  fix: 'set `uri`, `authority`, `scheme` or `port`',
  source: 'istio/istio, pkg/config/validation/validation.go (validateHTTPRedirect)',
  upstream: ['IST0106'],
  *check(world) {
    for (const { route } of httpRoutes(world)) {
      const redirect = at(route, 'redirect');
      if (!isSet(redirect)) continue;
      const [field, problem] = problemOf(redirect, list(route, 'match')) ?? [];
      if (field !== undefined && problem !== undefined) yield wrong(field, problem);
    }
  },
};

/** The first problem only, as the webhook has it: the others often follow from it. */
function problemOf(redirect: Spot, matches: readonly Spot[]): readonly [Spot, string] | undefined {
  const [uri, prefix, authority, scheme, code] = ['uri', 'prefixRewrite', 'authority', 'scheme', 'redirectCode'].map((name) =>
    at(redirect, name),
  ) as [Spot, Spot, Spot, Spot, Spot];
  if (text(uri) !== '' && text(prefix) !== '') return [prefix, 'must not be set beside `uri`'];
  const unfit = matches.map((match) => at(match, 'uri')).find((match) => isSet(match) && !isSet(at(match, 'prefix')));
  if (text(prefix) !== '' && unfit !== undefined) return [prefix, 'must be used with matches of `uri.prefix` only'];
  const port = ['port', 'derivePort'].some((name) => isSet(at(redirect, name)));
  if ([uri, prefix, authority, scheme].every((field) => text(field) === '') && !port)
    return [redirect, 'must set `uri`, `prefixRewrite`, `authority`, `scheme` or `port`'];
  if (number(code) !== 0 && (number(code) < 300 || number(code) > 399)) return [code, `must be between 300 and 399, not ${number(code)}`];
  return ['', 'http', 'https'].includes(text(scheme))
    ? undefined
    : [scheme, `must be "http" or "https", not ${JSON.stringify(text(scheme))}`];
}
