import type { CORS, HeaderChanges, Redirect } from '../../intent/generated/gateway-intent.ts';
import type { Backend, Route } from '../../intent/model.ts';
import type { Reference } from './backend-refs.ts';

/** An entry of `filters` of a rule or of a backend. */
export interface Filter {
  readonly type: string;
  readonly [field: string]: unknown;
}

/** What filters depend on besides the route. */
export interface FilterContext {
  /** Headers that are taken off requests. */
  readonly hidden: readonly string[];
  /** Names the backend that gets copies. */
  readonly reference: (backend: Backend) => Reference;
  /** The prefix that is replaced is `/`, which classes join to the rest of the path without a slash. */
  readonly replacesRoot: boolean;
}

/** The standard filters of a rule. */
export function standardFilters(route: Route, { hidden, reference, replacesRoot }: FilterContext): Filter[] {
  const { action, rewrite, mirror, cors } = route;
  return [
    ...(action.kind === 'forward' ? headerFilter('RequestHeaderModifier', withHidden(route.requestHeaders, hidden)) : []),
    ...headerFilter('ResponseHeaderModifier', route.responseHeaders),
    ...(cors === undefined ? [] : [{ type: 'CORS', cors: corsFilter(cors) }]),
    ...(mirror === undefined
      ? []
      : [{ type: 'RequestMirror', requestMirror: { backendRef: reference(mirror.backend), ...share(mirror.percent) } }]),
    ...(action.kind === 'redirect' ? [{ type: 'RequestRedirect', requestRedirect: redirectFilter(action.redirect, replacesRoot) }] : []),
    ...rewriteFilter(replacesRoot ? { ...rewrite, prefix: undefined } : rewrite, action),
  ];
}

const pairs = (headers: Readonly<Record<string, string>> | undefined): object[] | undefined =>
  headers && Object.entries(headers).map(([name, value]) => ({ name, value }));

export function headerFilter(type: 'RequestHeaderModifier' | 'ResponseHeaderModifier', changes: HeaderChanges | undefined): Filter[] {
  if (changes === undefined) return [];
  const field = type === 'RequestHeaderModifier' ? 'requestHeaderModifier' : 'responseHeaderModifier';
  return [{ type, [field]: { set: pairs(changes.set), add: pairs(changes.add), remove: changes.remove } }];
}

function withHidden(changes: HeaderChanges | undefined, hidden: readonly string[]): HeaderChanges | undefined {
  if (hidden.length === 0) return changes;
  return { ...changes, remove: [...new Set([...(changes?.remove ?? []), ...hidden])] };
}

function redirectFilter({ scheme, host, port, path, prefix, code }: Redirect, replacesRoot: boolean): object {
  const joined = replacesRoot && prefix !== undefined ? { type: 'ReplacePrefixMatch', replacePrefixMatch: withSlash(prefix) } : undefined;
  return { scheme, hostname: host, port, path: joined ?? pathModifier(path, prefix), statusCode: code ?? 301 };
}

/** A prefix with one slash at its end. */
export const withSlash = (prefix: string): string => prefix.replace(/\/*$/, '/');

/** A trailing slash of a prefix means nothing. */
function pathModifier(path: string | undefined, prefix: string | undefined): object | undefined {
  if (path !== undefined) return { type: 'ReplaceFullPath', replaceFullPath: path };
  return prefix === undefined ? undefined : { type: 'ReplacePrefixMatch', replacePrefixMatch: prefix.replace(/(?<=.)\/+$/, '') };
}

/** `host: Auto` is the full name of the backend; with several backends each has a filter of its own. */
function rewriteFilter(rewrite: Partial<NonNullable<Route['rewrite']>> | undefined, action: Route['action']): Filter[] {
  const only = action.kind === 'forward' && action.backends.length === 1 ? action.backends[0]?.host : undefined;
  const hostname = rewrite?.host === 'Auto' ? only : rewrite?.host;
  const path = pathModifier(rewrite?.path, rewrite?.prefix);
  return hostname === undefined && path === undefined ? [] : [{ type: 'URLRewrite', urlRewrite: { hostname, path } }];
}

/** Hundredths are the usual share; smaller ones need a larger denominator. */
function share(percent: number): object {
  if (percent === 100) return {};
  if (Number.isInteger(percent)) return { percent };
  const denominator = 100 * 10 ** (`${percent}`.split('.')[1]?.length ?? 0);
  return { fraction: { numerator: Math.round((percent * denominator) / 100), denominator } };
}

function corsFilter({ allowOrigins, allowMethods, allowHeaders, exposeHeaders, maxAge, allowCredentials }: CORS): object {
  return {
    allowOrigins: allowOrigins.flatMap(({ exact }) => exact ?? []),
    allowMethods,
    allowHeaders,
    exposeHeaders,
    maxAge: maxAge && seconds(maxAge),
    allowCredentials,
  };
}

const units: Readonly<Record<string, number>> = { h: 3600, m: 60, s: 1, ms: 0.001 };

/** A duration such as `1h30m` in seconds. */
export const seconds = (duration: string): number =>
  [...duration.matchAll(/(\d+)(ms|h|m|s)/g)].reduce((sum, [, number, unit]) => sum + Number(number) * (units[unit as string] as number), 0);
