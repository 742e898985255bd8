import type { Exposure, Route, RouteMatch, TLS, ValueMatch } from '../../../functions/intent/generated/gateway-intent.ts';
import type { Generated, Request } from './generate.ts';

/**
 * What an intent promises, said a second time and as simply as possible: no shared code with the functions. A request meets the most specific host that is
 * served on its port; of that host's routes on that port the first in the documented order that fits answers.
 */
export function promised({ intents }: Generated, request: Request): string {
  const isTls = request.port === 443 || request.port === 8443;
  const places = intents.flatMap(({ namespace, spec }) => (spec.expose ?? []).flatMap((exposure) => placesOf(exposure, namespace)));
  const here = places.filter(({ port }) => port === request.port);
  const open = here.length > 0 || (request.port === 80 && places.some(({ redirects }) => redirects));
  if (!open) return 'closed';
  const fitting = (list: readonly Place[]): string | undefined =>
    [...new Set(list.map(({ host }) => host))].filter((host) => fits(host, request.host)).sort(bySpecificity)[0];
  const served = fitting(here);
  const redirected = request.port === 80 ? fitting(places.filter(({ redirects }) => redirects)) : undefined;
  if (redirected !== undefined && (served === undefined || bySpecificity(redirected, served) < 0)) return 'redirect https';
  if (served === undefined) return isTls ? 'reset' : '404';
  const candidates = here
    .filter(({ host }) => host === served)
    .flatMap(({ exposure, namespace, order }) =>
      (exposure.routes ?? []).flatMap((route, index) => alternatives(route, namespace, [...order, index])),
    );
  const sorted = candidates.sort((a, b) => compare(rank(b.match), rank(a.match)) || compare(a.order, b.order));
  const answer = sorted.find(({ match }) => match === undefined || holds(match, request));
  return answer === undefined ? '404' : outcome(answer.route, answer.match, answer.namespace, request);
}

interface Place {
  readonly exposure: Exposure;
  readonly namespace: string;
  readonly host: string;
  readonly port: number;
  readonly redirects: boolean;
  readonly order: readonly number[];
}

function placesOf(exposure: Exposure, namespace: string): Place[] {
  const listeners = exposure.listeners ?? [{ port: exposure.port, tls: exposure.tls }];
  const team = Number(namespace.split('-')[1]);
  return listeners.flatMap(({ port, tls }: { port?: number; tls?: TLS }) => {
    const own = port ?? (tls === undefined ? 80 : 443);
    const redirects = tls !== undefined && own === 443 && tls.httpsRedirect !== false;
    return exposure.hosts?.map((host) => ({ exposure, namespace, host, port: own, redirects, order: [team] })) ?? [];
  });
}

const fits = (pattern: string, host: string): boolean =>
  pattern === '*' || pattern === host || (pattern.startsWith('*.') && host.endsWith(pattern.slice(1)));

const bySpecificity = (a: string, b: string): number => Number(a.startsWith('*')) - Number(b.startsWith('*')) || b.length - a.length;

interface Alternative {
  readonly route: Route;
  readonly match: RouteMatch | undefined;
  readonly namespace: string;
  readonly order: readonly number[];
}

function alternatives(route: Route, namespace: string, order: readonly number[]): Alternative[] {
  const matches: readonly (RouteMatch | undefined)[] = route.match ?? [undefined];
  return matches.map((match, index) => ({ route, match, namespace, order: [...order, index] }));
}

const trimmed = (prefix: string): string => prefix.replace(/\/+$/, '');

function rank(match: RouteMatch | undefined): number[] {
  const { exact, regex, prefix } = match?.path ?? {};
  const kind = exact !== undefined ? 3 : regex !== undefined ? 2 : 1;
  const length = (exact ?? regex ?? trimmed(prefix ?? '')).length;
  const values = (match?.headers?.length ?? 0) + (match?.cookies?.length ?? 0);
  return [kind, length, match?.method === undefined ? 0 : 1, values, match?.queryParams?.length ?? 0];
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (const [index, value] of a.entries()) if (value !== (b[index] ?? 0)) return value - (b[index] ?? 0);
  return 0;
}

function holds(match: RouteMatch, { path, method, headers }: Request): boolean {
  const [bare = '', query = ''] = path.split('?');
  const cookies = (headers.cookie ?? '').split(';').map((part) => part.trim().split('='));
  return (
    holdsPath(match.path, bare) &&
    (match.method === undefined || match.method === method) &&
    (match.headers ?? []).every((condition) => holdsValue(condition, headers[condition.name])) &&
    (match.queryParams ?? []).every((condition) => holdsValue(condition, new URLSearchParams(query).get(condition.name) ?? undefined)) &&
    (match.cookies ?? []).every((condition) => cookies.some(([name, value]) => name === condition.name && holdsValue(condition, value)))
  );
}

function holdsPath(match: RouteMatch['path'], path: string): boolean {
  if (match === undefined) return true;
  if (match.exact !== undefined) return path === match.exact;
  if (match.regex !== undefined) return new RegExp(`^(?:${match.regex})$`).test(path);
  const prefix = trimmed(match.prefix ?? '');
  return path === prefix || path.startsWith(`${prefix}/`);
}

function holdsValue({ exact, prefix, present, not }: ValueMatch, value: string | undefined): boolean {
  const found = value !== undefined && (present === true || value === exact || (prefix !== undefined && value.startsWith(prefix)));
  return found !== Boolean(not);
}

function outcome(route: Route, match: RouteMatch | undefined, namespace: string, { path }: Request): string {
  if (route.redirect !== undefined) return `redirect ${route.redirect.path}`;
  if (route.respond !== undefined) return `respond ${route.respond.status}`;
  const [service, port] = (route.to ?? '').split(':');
  const bare = path.split('?')[0] ?? '';
  const replacement = route.rewrite?.prefix;
  const seen = replacement === undefined ? bare : `${trimmed(replacement)}${bare.slice(trimmed(match?.path?.prefix ?? '').length)}` || '/';
  return `${service}.${namespace}:${port} ${seen}`;
}
