import { type Random, random } from '../mesh/random.ts';
import type { ExpectedRequest } from '../requests/request-file.ts';

/** A condition of a route, as the intent has it. */
export interface Condition {
  readonly path?: { readonly exact?: string; readonly prefix?: string; readonly regex?: string };
  readonly method?: string;
  readonly headers?: readonly { readonly name: string; readonly exact: string }[];
  readonly queryParams?: readonly { readonly name: string; readonly exact: string }[];
  readonly cookies?: readonly { readonly name: string; readonly exact: string }[];
}

/** A route with one condition and a backend of its own. */
export interface OrderedRoute {
  readonly condition: Condition;
  readonly backend: string;
}

export interface OrderedHost {
  readonly host: string;
  readonly routes: readonly OrderedRoute[];
}

const paths = ['/a', '/a/b', '/a/bc', '/ab', '/x'];
const conditionPaths: readonly Condition['path'][] = [
  undefined,
  { exact: '/a' },
  { exact: '/a/b' },
  { prefix: '/a' },
  { prefix: '/a/b' },
  { prefix: '/' },
  { regex: '/a.*' },
  { regex: '/a/b.' },
  { regex: '/[a-x]+' },
];

/** Hosts with a few routes each, which overlap in every way. */
export function orderedHosts(count: number, seed: number): OrderedHost[] {
  const chance = random(seed);
  return Array.from({ length: count }, (_, index) => ({
    host: `order-${index + 1}.example.com`,
    routes: chance.times(3, 9, (number) => ({ condition: condition(chance), backend: `b${number + 1}` })),
  }));
}

function condition(chance: Random): Condition {
  const path = chance.pick(conditionPaths);
  const value = (name: string) => ({ name, exact: '1' });
  const headers = chance.some(['x-a', 'x-b'], 0, 2).map(value);
  const queryParams = chance.some(['q', 'r'], 0, 2).map(value);
  return {
    ...(path === undefined ? {} : { path }),
    ...(chance.chance(0.3) ? { method: chance.pick(['GET', 'POST']) } : {}),
    ...(headers.length > 0 && chance.chance(0.5) ? { headers } : {}),
    ...(queryParams.length > 0 && chance.chance(0.4) ? { queryParams } : {}),
    ...(chance.chance(0.15) ? { cookies: [value('c')] } : {}),
  };
}

/** A request that a host may get. */
interface Sent {
  readonly path: string;
  readonly method: string;
  readonly headers: readonly string[];
  readonly query: readonly string[];
  readonly cookie: boolean;
}

const sends: readonly Sent[] = paths.flatMap((path) =>
  ['GET', 'POST'].flatMap((method) =>
    [[], ['x-a'], ['x-a', 'x-b']].flatMap((headers) =>
      [[], ['q'], ['q', 'r']].flatMap((query) => [false, true].map((cookie) => ({ path, method, headers, query, cookie }))),
    ),
  ),
);

/** Every request that a host may get, with the answer that the documented order means: docs/expose.md. */
export function orderedRequests({ host, routes }: OrderedHost): ExpectedRequest[] {
  const sorted = routes.map((route, index) => ({ ...route, rank: [...rank(route.condition), -index] })).sort(byRank);
  return sends.map(({ path, method, headers, query, cookie }) => {
    const sent = { path, method, headers, query, cookie };
    const found = sorted.find((route) => fits(route.condition, sent));
    const values = [...headers.map((name) => [name, '1']), ...(cookie ? [['cookie', 'z=0; c=1']] : [])];
    return {
      send: `${method} http://${host}${path}${query.length > 0 ? `?${query.map((name) => `${name}=1`).join('&')}` : ''}`,
      headers: Object.fromEntries(values),
      expect: found === undefined ? { status: 404 } : { to: `${found.backend}.shop:8080` },
    };
  });
}

/** Exact path, regular expression (longer first), prefix (longest first), method, headers and cookies, query parameters. */
function rank({ path = {}, method, headers = [], cookies = [], queryParams = [] }: Condition): number[] {
  const kind = path.exact !== undefined ? 3 : path.regex !== undefined ? 2 : 1;
  const length = (path.regex ?? path.prefix ?? '').replace(/^\/$/, '').length;
  return [kind, kind === 3 ? 0 : length, method === undefined ? 0 : 1, headers.length + cookies.length, queryParams.length];
}

function byRank(a: { readonly rank: readonly number[] }, b: { readonly rank: readonly number[] }): number {
  const at = a.rank.findIndex((value, index) => value !== b.rank[index]);
  return (b.rank[at] ?? 0) - (a.rank[at] ?? 0);
}

function fits({ path = {}, method, headers = [], cookies = [], queryParams = [] }: Condition, sent: Sent): boolean {
  const { exact, regex, prefix } = path;
  return (
    (exact === undefined || exact === sent.path) &&
    (regex === undefined || new RegExp(`^(?:${regex})$`).test(sent.path)) &&
    (prefix === undefined || prefix === '/' || sent.path === prefix || sent.path.startsWith(`${prefix}/`)) &&
    (method === undefined || method === sent.method) &&
    headers.every(({ name }) => sent.headers.includes(name)) &&
    queryParams.every(({ name }) => sent.query.includes(name)) &&
    (cookies.length === 0 || sent.cookie)
  );
}
