import type { HeaderCheck, PathMatch, Route, RouteMatch } from '../routes/route.ts';
import { describe, matchesFully, matchesText, type StringMatch } from '../routes/string-match.ts';
import type { Request } from './request.ts';

/** Why a route does not take a request; `undefined` if it takes it. */
export function mismatch(match: RouteMatch, request: Request): string | undefined {
  return (
    pathMismatch(match.path, request) ??
    headersMismatch(match.headers, request) ??
    queryMismatch(match, request) ??
    claimsMismatch(match, request)
  );
}

export function takes(route: Route, request: Request): boolean {
  return mismatch(route.match, request) === undefined;
}

/** The path without its query. */
export function pathOf(request: Request): string {
  const end = request.path.search(/[?#]/);
  return end < 0 ? request.path : request.path.slice(0, end);
}

function pathMismatch(path: PathMatch, request: Request): string | undefined {
  const fold = (text: string) => (path.ignoreCase ? text.toLowerCase() : text);
  const own = pathOf(request);
  const wanted = fold(path.value);
  if (path.kind === 'exact') return fold(own) === wanted ? undefined : `path "${own}" is not "${path.value}"`;
  if (path.kind === 'regex')
    return matchesFully(path.value, own) ? undefined : `path "${own}" does not match regex "${path.value}" in full`;
  const rest = fold(own).startsWith(wanted) ? own.slice(wanted.length) : undefined;
  const fits = rest !== undefined && (path.kind === 'prefix' || rest === '' || rest.startsWith('/'));
  return fits ? undefined : `path "${own}" does not start with "${path.value}"`;
}

function headersMismatch(checks: readonly HeaderCheck[], request: Request): string | undefined {
  for (const check of checks) {
    const value = headerOf(request, check.name);
    if (fits(check, value)) continue;
    const what = `${check.name} ${describe(check.match)}`;
    return check.invert
      ? `there is a header ${what}`
      : value === undefined
        ? `there is no header "${check.name}"`
        : `header "${check.name}" is "${value}", not ${describe(check.match)}`;
  }
  return undefined;
}

/** Envoy needs the header for every value match, inverted or not; Istio's inverted ones count a missing header as empty. */
function fits({ match, invert }: HeaderCheck, value: string | undefined): boolean {
  if (match.kind === 'present') return (value !== undefined) !== invert;
  if (value === undefined && !invert) return false;
  return matchesText(match, value ?? '') !== invert;
}

/** Pseudo headers are headers, too. */
export function headerOf(request: Request, name: string): string | undefined {
  if (name === ':method') return request.method;
  if (name === ':path') return request.path;
  if (name === ':authority' || name === 'host') return request.host === '' ? undefined : request.host;
  if (name === ':scheme' || name === 'x-forwarded-proto') return request.tls === 'none' ? 'http' : 'https';
  return request.headers[name];
}

function queryMismatch({ query }: RouteMatch, request: Request): string | undefined {
  if (query.length === 0) return undefined;
  const parameters = queryOf(request);
  for (const { name, match } of query) {
    const value = parameters.get(name);
    if (value === undefined) return `there is no query parameter "${name}"`;
    if (!matchesText(match, value)) return `query parameter "${name}" is "${value}", not ${describe(match)}`;
  }
  return undefined;
}

/** The first value of every parameter; nothing is decoded for routing. */
function queryOf(request: Request): ReadonlyMap<string, string> {
  const query = /\?([^#]*)/.exec(request.path)?.[1] ?? '';
  const parameters = new Map<string, string>();
  for (const pair of query.split('&')) {
    const equals = pair.indexOf('=');
    const name = equals < 0 ? pair : pair.slice(0, equals);
    if (!parameters.has(name)) parameters.set(name, equals < 0 ? '' : pair.slice(equals + 1));
  }
  return parameters;
}

function claimsMismatch({ claims }: RouteMatch, request: Request): string | undefined {
  for (const { path, match, invert } of claims) {
    const values = claimValues(request.claims, path);
    const found = match.kind === 'present' ? values.length > 0 : values.some((value) => matchesText(match as StringMatch, value));
    if (found === invert)
      return invert ? `the token has claim "${path.join('.')}"` : `the token has no claim "${path.join('.')}" with ${describe(match)}`;
  }
  return undefined;
}

/** Texts of a claim: of a list, each of them. */
export function claimValues(claims: Request['claims'], path: readonly string[]): readonly string[] {
  let value: unknown = claims;
  for (const name of path) value = value !== null && typeof value === 'object' ? (value as Record<string, unknown>)[name] : undefined;
  const list = Array.isArray(value) ? value : [value];
  return list.filter((entry) => typeof entry === 'string');
}

/** What a route takes, for messages. */
export function matchText({ path, headers, query, claims }: RouteMatch): string {
  const isOpen = path.value === '/' && (path.kind === 'prefix' || path.kind === 'segments');
  const parts = [
    ...(isOpen ? [] : [`${pathWords[path.kind]} "${path.value}"`]),
    ...headers.map((check) => `${check.invert ? 'without ' : ''}${check.name} ${describe(check.match)}`),
    ...query.map(({ name, match }) => `query parameter ${name} ${describe(match)}`),
    ...claims.map(({ path: claim, match, invert }) => `${invert ? 'no ' : ''}claim ${claim.join('.')} ${describe(match)}`),
  ];
  return parts.length === 0 ? 'every request' : parts.join(', ');
}

const pathWords = { exact: 'path', regex: 'path regex', prefix: 'prefix', segments: 'prefix' } as const;
