import { withoutPort } from '../../hosts/host-name.ts';
import type { HeaderOperations, Redirect } from '../routes/http-rule.ts';
import type { ForwardAction, Route, RouteDestination } from '../routes/route.ts';
import { replaceAll } from '../routes/string-match.ts';
import { pathOf } from './match-route.ts';
import type { Headers, Request } from './request.ts';

/** The request as a route sends it on to a destination: path, host and headers; TLS is decided by the cluster. */
export function changedRequest(request: Request, route: Route, action: ForwardAction, destination: RouteDestination): Request {
  const operations = destination.headers && action.destinations.length > 1 ? [destination.headers, ...action.headers] : action.headers;
  return {
    ...request,
    path: rewrittenPath(request, route, action),
    host: destinationHost(action, destination) ?? request.host,
    headers: operations.reduce(changedHeaders, request.headers),
  };
}

/** The route's own word wins over that of one of its destinations. */
function destinationHost(action: ForwardAction, destination: RouteDestination): string | undefined {
  return action.hostRewrite ?? (action.destinations.length > 1 ? destination.hostRewrite : undefined);
}

/** Envoy removes first, then sets and adds. */
function changedHeaders(headers: Headers, { request }: HeaderOperations): Headers {
  const changed: Record<string, string> = { ...headers };
  for (const name of request.remove) delete changed[name.toLowerCase()];
  for (const [name, value] of request.set) if (isOrdinary(name)) changed[name.toLowerCase()] = value;
  for (const [name, value] of request.add) {
    if (!isOrdinary(name)) continue;
    const known = changed[name.toLowerCase()];
    changed[name.toLowerCase()] = known === undefined ? value : `${known},${value}`;
  }
  return changed;
}

function isOrdinary(name: string): boolean {
  return !name.startsWith(':') && name.toLowerCase() !== 'host';
}

/** The path that the destination sees. */
export function rewrittenPath(request: Request, route: Route, action: ForwardAction): string {
  const path = pathOf(request);
  return rewrite(path, route, action) + request.path.slice(path.length);
}

function rewrite(path: string, { match }: Route, action: ForwardAction): string {
  if (action.removePrefix !== undefined) return withoutPrefix(path, action.removePrefix);
  if (action.rewrite?.regex) return replaceAll(action.rewrite.regex.match, action.rewrite.regex.substitution, path);
  if (!action.rewrite?.uri) return path;
  const matched = match.path.kind === 'regex' ? path : match.path.value;
  return action.rewrite.uri + path.slice(matched.length);
}

/** A prefix of whole segments taken away; what is left starts with one slash. */
function withoutPrefix(path: string, prefix: string): string {
  const rest = path.startsWith(prefix) ? path.slice(prefix.length) : path;
  return `/${rest.startsWith('/') ? rest.slice(1) : rest}`;
}

/** The `Location` of a redirect, as Envoy writes it. */
export function locationOf(request: Request, route: Route, redirect: Redirect, port: number | undefined): string {
  const scheme = redirect.scheme || schemeOf(request);
  const host = redirect.authority || hostForScheme(request, scheme);
  const withPort = port === undefined ? host : `${withoutPort(host)}:${port}`;
  return `${scheme}://${withPort}${redirectedPath(request, route, redirect)}`;
}

export function schemeOf(request: Request): 'http' | 'https' {
  return request.tls === 'none' ? 'http' : 'https';
}

/** A port that was the default of the old scheme is left out under the new one. */
function hostForScheme(request: Request, scheme: string): string {
  const { host } = request;
  if (scheme === schemeOf(request)) return host;
  const standard = schemeOf(request) === 'http' ? ':80' : ':443';
  return host.endsWith(standard) ? host.slice(0, -standard.length) : host;
}

function redirectedPath(request: Request, { match }: Route, { path }: Redirect): string {
  if (!path) return request.path;
  const own = pathOf(request);
  const query = request.path.slice(own.length);
  if (path.kind === 'full') return path.value.includes('?') ? path.value : path.value + query;
  const matched = match.path.kind === 'regex' ? own : match.path.value;
  return path.value + own.slice(matched.length) + query;
}
