import fc from 'fast-check';
import type { Exposure, IntentSpec, Route } from '../../../functions/intent/generated/gateway-intent.ts';

/** One generated package: intents by namespace. */
export interface Generated {
  readonly intents: readonly { readonly namespace: string; readonly spec: IntentSpec }[];
}

const hosts = ['a.example.com', 'b.example.com', 'x.a.example.com', '*.example.com', '*.a.example.com', '*'];
const paths = ['/', '/a', '/a/b', '/ab', '/c/'];
const services = ['one:80', 'two:80', 'three:80', 'four:80'];

const pick = <T>(...values: readonly T[]) => fc.constantFrom(...values);
const maybe = <T>(arbitrary: fc.Arbitrary<T>, weight = 2) => fc.option(arbitrary, { nil: undefined, freq: weight });

const match = fc.record(
  {
    path: fc.oneof(
      pick(...paths).map((prefix) => ({ prefix })),
      pick(...paths).map((exact) => ({ exact })),
      pick('/a.*', '/[ab]', '/a/[^/]+', '/.*').map((regex) => ({ regex })),
    ),
    method: pick('GET' as const, 'POST' as const),
    headers: pick(
      [{ name: 'x-v', exact: '1' }],
      [{ name: 'x-v', present: true as const }],
      [{ name: 'x-v', exact: '1', not: true }],
      [{ name: 'X-V', regex: '[12]' }],
    ),
    withoutHeaders: pick([{ name: 'x-v', present: true as const }], [{ name: 'x-v', prefix: '2' }]),
    queryParams: pick([{ name: 'q', exact: '1' }], [{ name: 'q', present: true as const }], [{ name: 'q', regex: '[0-9]' }]),
    cookies: pick(
      [{ name: 'c', exact: '1' }],
      [{ name: 'c', prefix: '1' }],
      [{ name: 'c', regex: '[0-9]' }],
      [{ name: 'c', present: true as const }],
    ),
  },
  { requiredKeys: [] },
);

const route: fc.Arbitrary<Route> = fc
  .tuple(
    maybe(fc.array(match, { minLength: 1, maxLength: 2 }), 6),
    fc.oneof(
      { weight: 6, arbitrary: pick(...services) },
      { weight: 1, arbitrary: fc.constant('redirect') },
      { weight: 1, arbitrary: fc.constant('respond') },
    ),
    maybe(pick('/', '/new')),
  )
  .map(([matches, action, prefix]) => {
    const own: Route = matches === undefined ? {} : { match: matches as NonNullable<Route['match']> };
    if (action === 'redirect') return { ...own, redirect: { path: '/moved', code: 302 as const } };
    if (action === 'respond') return { ...own, respond: { status: 418 } };
    const prefixes = (matches ?? []).every(({ path }) => path === undefined || 'prefix' in path);
    return { ...own, to: action, ...(prefix !== undefined && prefixes ? { rewrite: { prefix } } : {}) };
  });

const listener = fc.oneof(
  fc.constant({}),
  pick(80, 8080, 9090).map((port) => ({ port })),
  fc.constant({ port: 80, tls: { mode: 'None' as const } }),
  fc.record({ port: pick(443, 8443), secret: pick('s1', 's2'), redirect: maybe(fc.boolean()) }).map(({ port, secret, redirect }) => ({
    port,
    tls: { secretName: secret, ...(redirect === undefined || (redirect && port !== 443) ? {} : { httpsRedirect: redirect }) },
  })),
);

const exposure: fc.Arbitrary<Exposure> = fc
  .record({
    hosts: fc.uniqueArray(pick(...hosts), { minLength: 1, maxLength: 2 }),
    listener,
    second: maybe(listener, 4),
    routes: fc.array(route, { minLength: 1, maxLength: 3 }),
  })
  .map(({ hosts: own, listener: first, second, routes }) => ({
    hosts: own as [string, ...string[]],
    ...(second === undefined ? first : { listeners: [first, second] }),
    routes: routes as [Route, ...Route[]],
  }));

const declaredHosts = fc.uniqueArray(pick('*', '*.example.com', 'a.example.com'), { minLength: 1, maxLength: 2 });
const declared = fc.uniqueArray(
  fc.oneof(
    fc.record({ port: pick(80, 9090), hosts: declaredHosts }),
    fc
      .record({ port: pick(443, 8443), hosts: declaredHosts, secret: pick('s1', 's2'), silent: fc.boolean() })
      .map(({ secret, silent, ...rest }) => ({ ...rest, tls: { secretName: secret, ...(silent ? { httpsRedirect: false } : {}) } })),
  ),
  { minLength: 1, maxLength: 2, selector: ({ port }) => port },
);

/** A gateway of a platform intent, and exposures of one to three namespaces on it. */
export const generated: fc.Arbitrary<Generated> = fc
  .record({
    allow: fc.boolean(),
    unprivileged: fc.boolean(),
    listeners: maybe(declared, 3),
    teams: fc.array(fc.array(exposure, { minLength: 1, maxLength: 2 }), { minLength: 1, maxLength: 3 }),
  })
  .map(({ allow, unprivileged, listeners, teams }) => ({
    intents: [
      {
        namespace: 'edge',
        spec: {
          gateways: [
            {
              name: 'public',
              ...(unprivileged ? { deployment: { portMode: 'Unprivileged' as const } } : {}),
              ...(listeners === undefined ? {} : { listeners: listeners.map((one) => ({ ...one, protocol: 'HTTP' as const })) }),
              allow: [{ namespaces: allow ? ['*'] : teams.map((_, index) => `team-${index}`) }],
            },
          ],
        } as IntentSpec,
      },
      ...teams.map((expose, index) => ({ namespace: `team-${index}`, spec: { expose } as IntentSpec })),
    ],
  }));

const probes: readonly Omit<Request, 'host' | 'port'>[] = [
  { path: '/', method: 'GET', headers: {} },
  { path: '/a', method: 'GET', headers: {} },
  { path: '/a/b?q=1', method: 'POST', headers: { 'x-v': '1' } },
  { path: '/ab', method: 'GET', headers: { 'x-v': '2', cookie: 'z=0; c=1; y=2' } },
  { path: '/c', method: 'GET', headers: { cookie: 'c=12' } },
];

/** The requests that can tell generated routes apart. */
export const requests: readonly Request[] = ['a.example.com', 'b.example.com', 'x.a.example.com', 'y.b.example.com', 'other.org'].flatMap(
  (host) => [80, 8080, 9090, 443, 8443].flatMap((port) => probes.map((probe) => ({ host, port, ...probe }))),
);

export interface Request {
  readonly host: string;
  readonly port: number;
  readonly path: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
}
