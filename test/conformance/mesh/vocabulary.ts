import type { Written } from './case.ts';
import type { Random } from './random.ts';

/** An object as a user would write it. */
export function object(
  apiVersion: string,
  kind: string,
  namespace: string | undefined,
  name: string,
  rest: Record<string, unknown>,
): Written {
  const { metadata, ...body } = rest;
  return {
    apiVersion,
    kind,
    metadata: { name, ...(namespace ? { namespace } : {}), ...(metadata as object | undefined) },
    ...body,
  } as Written;
}

const times = ['2024-01-01T00:00:00Z', '2024-02-01T00:00:00Z', '2024-03-01T00:00:00Z'];

/**
 * The objects with creation times, often all the same: names decide then. Only ServiceEntries never have the same, because istiod takes
 * those of one host in any order.
 */
export function aged(dice: Random, objects: readonly Written[]): readonly Written[] {
  const same = dice.chance(0.4);
  return objects.map((one, index) => {
    const usual = same ? times[0] : dice.pick(times);
    const own = `2024-0${dice.integer(3) + 1}-02T00:00:${String(index % 60).padStart(2, '0')}Z`;
    return { ...one, metadata: { ...one.metadata, creationTimestamp: one.kind === 'ServiceEntry' ? own : usual } };
  });
}

/** Names under which routes of a case may write its services. */
export function serviceHosts(tag: string): readonly string[] {
  return [
    'web',
    'api',
    `web.${tag}a.svc.cluster.local`,
    `api.${tag}a.svc.cluster.local`,
    `web.${tag}b.svc.cluster.local`,
    `web.${tag}a`,
    `none.${tag}a.svc.cluster.local`,
  ];
}

/** Services with pods, DestinationRules with subsets, and hosts outside. */
export function backends(dice: Random, namespaces: readonly string[]): readonly Written[] {
  return namespaces.flatMap((namespace) => [
    ...service(dice, namespace, 'web'),
    ...(dice.chance(0.7) ? service(dice, namespace, 'api') : []),
    ...dice.times(0, 2, (index) => destinationRule(dice, namespace, `d${index}`, namespaces)),
  ]);
}

function service(dice: Random, namespace: string, app: string): readonly Written[] {
  const ports = [
    { name: dice.pick(['http', 'http2', 'tcp-x', 'x']), port: 80, targetPort: dice.pick<unknown>([8080, 80, 'web']) },
    ...(dice.chance(0.5) ? [{ name: dice.pick(['grpc-y', 'https-y', 'y']), port: dice.pick([8080, 5432]), targetPort: 9090 }] : []),
  ];
  const annotations = dice.chance(0.08) ? { 'networking.istio.io/exportTo': dice.pick(['.', '*', 'nowhere']) } : undefined;
  const body = object('v1', 'Service', namespace, app, {
    ...(annotations ? { metadata: { annotations } } : {}),
    spec: { selector: { app }, ports },
  });
  return [body, ...dice.some(['v1', 'v2'], 0, 2).map((version) => deployment(dice, namespace, app, version))];
}

function deployment(dice: Random, namespace: string, app: string, version: string): Written {
  const labels: Record<string, string> = { app, version };
  if (dice.chance(0.1)) labels['sidecar.istio.io/inject'] = 'false';
  return object('apps/v1', 'Deployment', namespace, `${app}-${version}`, {
    spec: {
      ...(dice.chance(0.05) ? { replicas: 0 } : {}),
      selector: { matchLabels: { app, version } },
      template: {
        metadata: { labels },
        spec: { containers: [{ name: 'app', image: 'app', ports: [{ name: 'web', containerPort: 8080 }] }] },
      },
    },
  });
}

function destinationRule(dice: Random, namespace: string, name: string, namespaces: readonly string[]): Written {
  const host = dice.pick([
    'web',
    'web',
    'api',
    ...namespaces.map((space) => `web.${space}.svc.cluster.local`),
    `*.${dice.pick(namespaces)}.svc.cluster.local`,
  ]);
  const spec: Record<string, unknown> = { host, subsets: dice.some(['v1', 'v2', 'v3'], 0, 3).map((version) => subset(dice, version)) };
  if (dice.chance(0.3)) spec.trafficPolicy = policy(dice, true);
  if (dice.chance(0.25)) spec.exportTo = dice.pick([['.'], ['*'], [namespaces[0]], [namespaces[0], namespaces[1]]]);
  return object('networking.istio.io/v1', 'DestinationRule', namespace, name, { spec });
}

function subset(dice: Random, version: string): Record<string, unknown> {
  return { name: version, labels: { version }, ...(dice.chance(0.2) ? { trafficPolicy: policy(dice, false) } : {}) };
}

function policy(dice: Random, ports: boolean): Record<string, unknown> {
  const tls = dice.pick<Record<string, unknown>>([
    {},
    { tls: { mode: 'ISTIO_MUTUAL' } },
    { tls: { mode: 'DISABLE' } },
    { tls: { mode: 'SIMPLE', sni: 'up.example' } },
  ]);
  const levels =
    ports && dice.chance(0.3)
      ? {
          portLevelSettings: [
            {
              port: { number: 80 },
              ...dice.pick<Record<string, unknown>>([
                tls,
                { connectionPool: { tcp: { maxConnections: 5 } } },
                { tls: { mode: 'DISABLE' } },
              ]),
            },
          ],
        }
      : {};
  const policyOf = { ...tls, ...levels };
  return Object.keys(policyOf).length > 0 ? policyOf : { connectionPool: { tcp: { maxConnections: 7 } } };
}

/** What the http rules of a case may refer to. */
export interface RuleNames {
  readonly tag: string;
  readonly gateways: readonly string[];
  readonly ports: readonly number[];
  readonly delegates: boolean;
}

export function httpRules(dice: Random, names: RuleNames): readonly Record<string, unknown>[] {
  return dice.times(1, 4, (index) => {
    const rule: Record<string, unknown> = { name: `r${index}` };
    if (dice.chance(0.75)) rule.match = dice.times(1, 2, () => httpMatch(dice, names));
    return { ...rule, ...httpAction(dice, names, rule) };
  });
}

function httpMatch(dice: Random, { gateways, ports }: RuleNames): Record<string, unknown> {
  const match: Record<string, unknown> = {};
  if (dice.chance(0.8))
    match.uri = dice.pick([
      { prefix: '/' },
      { prefix: '/api' },
      { prefix: '/api/' },
      { exact: '/api' },
      { regex: '/v1/.*' },
      { prefix: '/old' },
      { regex: '.*\\.css' },
      { exact: '/' },
      { regex: '.*' },
    ]);
  if (match.uri && dice.chance(0.1)) match.ignoreUriCase = true;
  if (dice.chance(0.2))
    match.headers = { 'x-user': dice.pick([{ exact: 'alice' }, { prefix: 'u' }, { regex: 'u\\d+' }, {}, { regex: '.*' }]) };
  if (dice.chance(0.1)) match.headers = { ...(match.headers as object | undefined), cookie: { regex: '^(.*?;)?\\s*session=1(;.*)?$' } };
  if (dice.chance(0.1)) match.withoutHeaders = { 'x-beta': dice.pick([{ exact: 'yes' }, {}, { regex: 'n.' }, { regex: '*' }]) };
  if (dice.chance(0.1)) match.queryParams = { a: dice.pick([{ exact: '1' }, { prefix: '1' }, { regex: '\\d' }]) };
  if (dice.chance(0.1)) match.method = { exact: dice.pick(['GET', 'POST']) };
  if (dice.chance(0.05)) match.scheme = { exact: dice.pick(['http', 'https']) };
  if (dice.chance(0.05)) match.authority = { prefix: dice.pick(['x', 'y']) };
  if (ports.length > 0 && dice.chance(0.12)) match.port = dice.pick(ports);
  if (gateways.length > 0 && dice.chance(0.1)) match.gateways = [dice.pick(gateways)];
  if (dice.chance(0.05)) match.sourceLabels = { app: dice.pick(['gw', 'web']) };
  return match;
}

function httpAction(dice: Random, names: RuleNames, rule: Record<string, unknown>): Record<string, unknown> {
  if (names.delegates && dice.chance(0.6)) return { delegate: { name: 'delegate', namespace: `${names.tag}b` } };
  const kind = dice.integer(10);
  if (kind === 0) return { redirect: redirect(dice, rule) };
  if (kind === 1) return { directResponse: { status: dice.pick([200, 404, 503]), body: { string: 'no' } } };
  const routed: Record<string, unknown> = { route: httpRoute(dice, names.tag) };
  if (dice.chance(0.2))
    routed.rewrite = dice.pick<unknown>([
      { uri: '/new' },
      { uri: '/' },
      { authority: 'inner.example' },
      { uriRegexRewrite: { match: '^/(\\w+)(.*)$', rewrite: '/r\\2/\\1' } },
      { uri: '/n', authority: 'other.example' },
    ]);
  if (dice.chance(0.1)) routed.timeout = '3s';
  if (dice.chance(0.1)) routed.retries = { attempts: dice.pick([0, 3]) };
  if (dice.chance(0.15))
    routed.headers = {
      request: dice.pick<unknown>([
        { set: { 'x-set': '1' } },
        { add: { 'x-user': 'more' } },
        { remove: ['x-user'] },
        { set: { host: 'h.example' } },
      ]),
    };
  if (routed.headers && (routed.rewrite as { authority?: string } | undefined)?.authority) delete routed.headers;
  if (dice.chance(0.05)) routed.mirror = { host: dice.pick(serviceHosts(names.tag)) };
  return routed;
}

function redirect(dice: Random, rule: Record<string, unknown>): Record<string, unknown> {
  const prefixes = ((rule.match as { uri?: { prefix?: string } }[] | undefined) ?? [{}]).every((match) => match.uri?.prefix !== undefined);
  const choices: Record<string, unknown>[] = [
    { uri: '/moved' },
    { authority: 'else.example', redirectCode: 302 },
    { scheme: 'https' },
    { port: 8443 },
    { derivePort: 'FROM_REQUEST_PORT', scheme: 'https' },
    { port: 443, scheme: 'https' },
  ];
  if (prefixes) choices.push({ prefixRewrite: '/p' });
  return dice.pick(choices);
}

function httpRoute(dice: Random, tag: string): readonly Record<string, unknown>[] {
  const destination = () => {
    const target: Record<string, unknown> = { host: dice.pick(serviceHosts(tag)) };
    if (dice.chance(0.6)) target.port = { number: dice.pick([80, 80, 8080, 5432]) };
    if (dice.chance(0.3)) target.subset = dice.pick(['v1', 'v2', 'v3']);
    return { destination: target, ...(dice.chance(0.1) ? { headers: { request: { set: { 'x-dest': 'd' } } } } : {}) };
  };
  return dice.chance(0.3)
    ? [
        { ...destination(), weight: 80 },
        { ...destination(), weight: 20 },
        { ...destination(), weight: 0 },
      ]
    : [destination()];
}
