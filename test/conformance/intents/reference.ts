import type { Exposure, Listener, Route, RouteMatch, TLS, ValueMatch } from '../../../functions/intent/generated/gateway-intent.ts';
import type { Generated, Request } from './generate.ts';

/**
 * What an intent promises, said a second time and as simply as possible: no shared code with the functions. A request meets the most specific host that is
 * served on its port; of that host's routes on that port the first in the documented order that fits answers.
 */
export function promised({ intents }: Generated, request: Request): string {
  const isTls = request.port === 443 || request.port === 8443;
  const listeners = intents.flatMap(({ spec }) => (spec.gateways ?? []).flatMap((gateway) => gateway.listeners ?? []));
  const places = intents.flatMap(({ namespace, spec }) => (spec.expose ?? []).flatMap((one) => placesOf(one, namespace, listeners)));
  const here = places.filter(({ port }) => port === request.port);
  const redirects = [...places.filter((place) => place.redirects).map(({ host }) => host), ...redirectsOf(listeners)];
  const opened = listeners.filter(({ port }) => port === request.port).flatMap(({ hosts = [] }) => hosts);
  if (here.length === 0 && opened.length === 0 && (request.port !== 80 || redirects.length === 0)) return 'closed';
  const fitting = (hosts: readonly string[]): string | undefined => hosts.filter((host) => fits(host, request.host)).sort(bySpecificity)[0];
  const served = fitting(here.map(({ host }) => host));
  const redirected = request.port === 80 ? fitting(redirects) : undefined;
  if (redirected !== undefined && (served === undefined || bySpecificity(redirected, served) < 0)) return 'redirect https';
  if (served === undefined) return isTls && fitting(opened) === undefined ? 'reset' : '404';
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

function placesOf(exposure: Exposure, namespace: string, declared: readonly Listener[]): Place[] {
  const written: readonly { readonly port?: number; readonly tls?: TLS }[] = exposure.listeners ?? [exposure];
  const order = [Number(namespace.split('-')[1])];
  const { hosts = [] } = exposure;
  return written.flatMap(({ port, tls }) => {
    const taken = port === undefined && tls === undefined ? takenBy(declared, hosts) : [];
    if (taken.length > 0)
      return taken.flatMap((one) => hosts.map((host) => ({ exposure, namespace, host, port: one.port, redirects: false, order })));
    const own = port ?? (tls === undefined ? 80 : 443);
    const redirects = tls?.secretName !== undefined && own === 443 && tls.httpsRedirect !== false;
    return hosts.map((host) => ({ exposure, namespace, host, port: own, redirects, order }));
  });
}

/** The declared listeners of an exposure that names neither port nor TLS: those that have all of its hosts, with TLS where there are such. */
function takenBy(declared: readonly Listener[], hosts: readonly string[]): readonly Listener[] {
  const wide = declared.filter((listener) => hosts.every((host) => listener.hosts?.some((own) => covers(own, host))));
  const secure = wide.filter(({ tls }) => tls !== undefined);
  return secure.length > 0 ? secure : wide;
}

/** Hosts that declared listeners with TLS redirect, where none of port 80 has them. */
const redirectsOf = (declared: readonly Listener[]): string[] =>
  declared
    .filter(({ port, tls }) => port === 443 && tls?.httpsRedirect !== false)
    .flatMap(({ hosts = [] }) => hosts)
    .filter((host) => !declared.some(({ port, hosts: open }) => port === 80 && open?.some((own) => covers(own, host))));

/** Whether a pattern has all hosts of another one. */
const covers = (wide: string, narrow: string): boolean =>
  wide === '*' || wide === narrow || (wide.startsWith('*.') && narrow.replace('*.', 'any.').endsWith(wide.slice(1)));

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
  const values = (match?.headers?.length ?? 0) + (match?.withoutHeaders?.length ?? 0) + (match?.cookies?.length ?? 0);
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
    (match.headers ?? []).every((condition) => holdsValue(condition, headers[condition.name.toLowerCase()])) &&
    !(match.withoutHeaders ?? []).some((condition) => holdsValue(condition, headers[condition.name])) &&
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

function holdsValue({ exact, prefix, regex, present, not }: ValueMatch, value: string | undefined): boolean {
  const found =
    value !== undefined &&
    (present === true ||
      value === exact ||
      (prefix !== undefined && value.startsWith(prefix)) ||
      (regex !== undefined && new RegExp(`^(?:${regex})$`).test(value)));
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
