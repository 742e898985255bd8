import type { HttpMatch } from './http-rule.ts';
import type { HeaderCheck, PathMatch, RouteMatch } from './route.ts';
import type { StringMatch } from './string-match.ts';

const everything: RouteMatch = { path: { kind: 'prefix', value: '/', ignoreCase: false }, headers: [], query: [], claims: [] };

/** What a proxy gets for one entry of `match` (`route.go` TranslateRouteMatch). */
export function routeMatch(match: HttpMatch | undefined, semantics: 'istio' | 'gateway-api'): RouteMatch {
  if (!match) return everything;
  const headers = [...checks(match.headers, false), ...checks(match.withoutHeaders, true)];
  return {
    path: pathMatch(match.uri, match.ignoreUriCase, semantics),
    headers: [
      ...headers.filter((check) => !isClaim(check.name)),
      ...pseudoHeader(':method', match.method),
      ...pseudoHeader(':authority', match.authority),
      ...pseudoHeader(':scheme', match.scheme),
    ],
    query: [...match.queryParams].map(([name, value]) => ({ name, match: value })),
    claims: headers.flatMap((check) => {
      const path = claimPath(check.name);
      return path ? [{ path, match: check.match, invert: check.invert }] : [];
    }),
  };
}

/** A route that takes every request (`route.go` IsCatchAllRoute). */
export function isCatchAll({ path, headers, query, claims }: RouteMatch): boolean {
  const open = path.kind === 'regex' ? path.value === '.*' : path.kind !== 'exact' && path.value === '/';
  return open && headers.length === 0 && query.length === 0 && claims.length === 0;
}

function pathMatch(uri: StringMatch | undefined, ignoreCase: boolean, semantics: 'istio' | 'gateway-api'): PathMatch {
  if (!uri) return { ...everything.path, ignoreCase };
  if (uri.kind === 'present') return { kind: 'prefix', value: '/', ignoreCase };
  if (uri.kind !== 'prefix' || semantics === 'istio' || uri.value === '/') return { kind: uri.kind, value: uri.value, ignoreCase };
  return { kind: 'segments', value: uri.value.endsWith('/') ? uri.value.slice(0, -1) : uri.value, ignoreCase };
}

function checks(matches: ReadonlyMap<string, StringMatch>, invert: boolean): readonly HeaderCheck[] {
  return [...matches].map(([name, match]) => ({ name: isClaim(name) ? name : name.toLowerCase(), match, invert }));
}

function pseudoHeader(name: string, match: StringMatch | undefined): readonly HeaderCheck[] {
  return match ? [{ name, match, invert: false }] : [];
}

const claims = '@request.auth.claims';

function isClaim(name: string): boolean {
  return claimPath(name) !== undefined;
}

/** `@request.auth.claims.a.b` and `@request.auth.claims[a][b]` are the same nested claim. */
function claimPath(name: string): readonly string[] | undefined {
  if (name.toLowerCase().slice(0, claims.length) !== claims) return undefined;
  const rest = name.slice(claims.length);
  if (rest.startsWith('.') && rest.length > 1) return rest.slice(1).split('.');
  if (rest.startsWith('[') && rest.endsWith(']')) return rest.slice(1, -1).split('][');
  return undefined;
}
