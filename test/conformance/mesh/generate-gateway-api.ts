import type { Case, Probe, Written } from './case.ts';
import { anyRequest } from './gateway-probe.ts';
import { type Random, random } from './random.ts';
import { secret } from './secret.ts';
import { aged, backends, object } from './vocabulary.ts';

const api = 'gateway.networking.k8s.io/v1';

interface Listener {
  readonly name: string;
  readonly port: number;
  readonly protocol: string;
  readonly hostname?: string;
  readonly tls?: { readonly mode: string };
}

/** One small configuration of the Gateway API, as Istio's class serves it: a Gateway or two, routes that compete, and grants. */
export function generateGatewayApi(seed: number, tag: string): Case {
  const dice = random(seed);
  const spaces = [`${tag}in`, `${tag}a`, `${tag}b`] as const;
  const hosts = [`x.${tag}.com`, `y.${tag}.com`, `a.x.${tag}.com`, `*.${tag}.com`, `*.x.${tag}.com`];
  const gateways = dice.times(1, 2, (index) => gateway(dice, tag, dice.pick([spaces[0], spaces[0], spaces[1]]), `g${index}`, hosts));
  const objects: Written[] = [
    ...spaces.map((name) =>
      object('v1', 'Namespace', undefined, name, { metadata: { labels: { team: name.slice(-1), 'kubernetes.io/metadata.name': name } } }),
    ),
    ...backends(dice, [spaces[1], spaces[2]]),
    ...spaces.map((namespace) => secret(namespace, 'cert')),
    ...gateways,
  ];
  const names: Names = { tag, spaces, hosts, gateways };
  const routes = [
    ...dice.times(1, 4, (index) => httpRoute(dice, names, `r${dice.pick(['a', 'b', 'c'])}${index}`)),
    ...dice.times(0, 1, () => grpcRoute(dice, names)),
    ...dice.times(0, 2, (index) => tlsRoute(dice, names, `t${index}`)),
    ...dice.times(0, 1, () => tcpRoute(dice, names)),
  ];
  objects.push(
    ...routes,
    ...dice.times(0, 2, (index) => grant(dice, names, `grant${index}`)),
    ...dice.times(0, 1, () => backendTls(dice, names)),
  );
  return { tag, objects: aged(dice, objects), probes: dice.times(16, 16, () => probe(dice, names, routes)) };
}

interface Names {
  readonly tag: string;
  readonly spaces: readonly [string, string, string];
  readonly hosts: readonly string[];
  readonly gateways: readonly Written[];
}

function gateway(dice: Random, tag: string, namespace: string, name: string, hosts: readonly string[]): Written {
  const seen = new Set<string>();
  const listeners = dice
    .times(1, 5, (index) => listener(dice, tag, `l${index}`, hosts))
    .filter(({ port, protocol, hostname = '' }) => {
      const key = protocol === 'TCP' ? `${port}` : `${port} ${hostname}`;
      if (seen.has(key)) return false;
      seen.add(key);
      return true;
    });
  return object(api, 'Gateway', namespace, name, { spec: { gatewayClassName: 'istio', listeners } });
}

function listener(dice: Random, tag: string, name: string, hosts: readonly string[]): Listener {
  const kind = dice.pick(['HTTP', 'HTTP', 'HTTP', 'HTTPS', 'HTTPS', 'passthrough', 'TLS', 'TCP'] as const);
  const hostname = kind !== 'TCP' && dice.chance(0.7) ? { hostname: dice.pick(hosts) } : {};
  const common = { name, ...hostname, ...allowed(dice, tag) };
  const certificate = { tls: { mode: 'Terminate', certificateRefs: [certificateRef(dice, tag)] } };
  if (kind === 'HTTP') return { ...common, port: dice.pick([80, 80, 8080]), protocol: 'HTTP' };
  if (kind === 'HTTPS') return { ...common, port: 443, protocol: 'HTTPS', ...certificate };
  if (kind === 'passthrough') return { ...common, port: dice.pick([8443, 8443, 443]), protocol: 'TLS', tls: { mode: 'Passthrough' } };
  if (kind === 'TLS') return { ...common, port: 9443, protocol: 'TLS', ...certificate };
  return { ...common, port: dice.pick([9000, 9001]), protocol: 'TCP' };
}

function certificateRef(dice: Random, tag: string): Record<string, unknown> {
  return { name: 'cert', ...(dice.chance(0.12) ? { namespace: `${tag}b` } : {}) };
}

function allowed(dice: Random, tag: string): Record<string, unknown> {
  const namespaces = dice.pick<unknown>([
    undefined,
    { from: 'Same' },
    { from: 'All' },
    { from: 'All' },
    { from: 'All' },
    { from: 'Selector', selector: { matchLabels: { 'kubernetes.io/metadata.name': `${tag}a` } } },
    { from: 'Selector', selector: { matchExpressions: [{ key: 'team', operator: 'In', values: ['a', 'b'] }] } },
  ]);
  const kinds = dice.chance(0.08) ? { kinds: [{ kind: dice.pick(['HTTPRoute', 'GRPCRoute', 'TLSRoute']) }] } : {};
  return namespaces === undefined && !('kinds' in kinds) ? {} : { allowedRoutes: { ...(namespaces ? { namespaces } : {}), ...kinds } };
}

function parents(dice: Random, { gateways }: Names, namespace: string): readonly Record<string, unknown>[] {
  return dice.some(gateways, 1, 2).map((one) => {
    const listeners = (one.spec?.listeners ?? []) as readonly Listener[];
    const { name, namespace: owner } = one.metadata;
    const section = dice.chance(0.3) ? { sectionName: dice.chance(0.9) ? dice.pick(listeners).name : 'none' } : {};
    const port = dice.chance(0.1) ? { port: dice.pick(listeners).port } : {};
    return { name, ...(owner === namespace && dice.chance(0.5) ? {} : { namespace: owner }), ...section, ...port };
  });
}

function hostnames(dice: Random, hosts: readonly string[], atLeast: number): Record<string, unknown> {
  const chosen = dice.some(hosts, atLeast, 2);
  return chosen.length === 0 ? {} : { hostnames: chosen };
}

function httpRoute(dice: Random, names: Names, name: string): Written {
  const namespace = dice.pick(names.spaces);
  const rules = dice.times(1, 3, () => httpRule(dice, names, namespace));
  return object(api, 'HTTPRoute', namespace, name, {
    spec: { parentRefs: parents(dice, names, namespace), ...hostnames(dice, names.hosts, dice.chance(0.8) ? 1 : 0), rules },
  });
}

function httpRule(dice: Random, names: Names, namespace: string): Record<string, unknown> {
  const matches = dice.times(1, 2, () => httpMatch(dice));
  const prefixes = matches.length === 1 && JSON.stringify(matches).includes('PathPrefix');
  if (dice.chance(0.15)) return { matches, filters: [{ type: 'RequestRedirect', requestRedirect: redirect(dice, prefixes) }] };
  const filters = [
    ...(dice.chance(0.2) ? [{ type: 'URLRewrite', urlRewrite: rewrite(dice, prefixes) }] : []),
    ...(dice.chance(0.2)
      ? [
          {
            type: 'RequestHeaderModifier',
            requestHeaderModifier: { set: [{ name: 'X-Set', value: '1' }], add: [{ name: 'x-user', value: 'more' }], remove: ['x-beta'] },
          },
        ]
      : []),
    ...(dice.chance(0.08) ? [{ type: 'RequestMirror', requestMirror: { backendRef: backend(dice, names, namespace), percent: 50 } }] : []),
  ];
  return {
    matches,
    ...(filters.length > 0 ? { filters } : {}),
    backendRefs: backendRefs(dice, names, namespace),
    ...(dice.chance(0.1) ? { timeouts: { request: '3s' } } : {}),
  };
}

function httpMatch(dice: Random): Record<string, unknown> {
  const path = dice.pick<Record<string, unknown>>([
    { type: 'PathPrefix', value: '/' },
    { type: 'PathPrefix', value: '/api' },
    { type: 'PathPrefix', value: '/api/' },
    { type: 'Exact', value: '/api' },
    { type: 'Exact', value: '/' },
    { type: 'RegularExpression', value: '/v1/.*' },
    { type: 'RegularExpression', value: '.*\\.css' },
    { type: 'PathPrefix', value: '/old' },
  ]);
  const header = { type: dice.pick(['Exact', 'RegularExpression']), name: 'X-User', value: dice.pick(['alice', 'u\\d+', '.*']) };
  return {
    path,
    ...(dice.chance(0.2) ? { headers: [header] } : {}),
    ...(dice.chance(0.15) ? { queryParams: [{ type: 'Exact', name: 'a', value: '1' }] } : {}),
    ...(dice.chance(0.15) ? { method: dice.pick(['GET', 'POST']) } : {}),
  };
}

function redirect(dice: Random, prefixes: boolean): Record<string, unknown> {
  const choices: Record<string, unknown>[] = [
    { scheme: 'https', statusCode: 301 },
    { hostname: 'else.example', statusCode: 302 },
    { port: 8443, statusCode: 302 },
    { path: { type: 'ReplaceFullPath', replaceFullPath: '/moved' }, statusCode: 301 },
    { scheme: 'https', port: 443, statusCode: 301 },
  ];
  if (prefixes) choices.push({ path: { type: 'ReplacePrefixMatch', replacePrefixMatch: '/p' }, statusCode: 302 });
  return dice.pick(choices);
}

function rewrite(dice: Random, prefixes: boolean): Record<string, unknown> {
  const choices: Record<string, unknown>[] = [
    { hostname: 'inner.example' },
    { path: { type: 'ReplaceFullPath', replaceFullPath: '/full' } },
  ];
  if (prefixes) {
    choices.push({ path: { type: 'ReplacePrefixMatch', replacePrefixMatch: '/' } });
    choices.push({ hostname: 'other.example', path: { type: 'ReplacePrefixMatch', replacePrefixMatch: '/new/' } });
  }
  return dice.pick(choices);
}

function backend(dice: Random, { spaces }: Names, namespace: string): Record<string, unknown> {
  const owner = dice.pick([spaces[1], spaces[1], spaces[2]]);
  return {
    name: dice.pick(['web', 'web', 'api', 'none']),
    port: dice.pick([80, 80, 80, 8080]),
    ...(owner === namespace && dice.chance(0.7) ? {} : { namespace: owner }),
    ...(dice.chance(0.03) ? { group: 'unknown.example', kind: 'Thing' } : {}),
  };
}

function backendRefs(dice: Random, names: Names, namespace: string): readonly Record<string, unknown>[] {
  if (dice.chance(0.05)) return [{ ...backend(dice, names, namespace), weight: 0 }];
  return dice.times(1, 2, () => ({ ...backend(dice, names, namespace), ...(dice.chance(0.4) ? { weight: dice.pick([1, 3, 9]) } : {}) }));
}

function grpcRoute(dice: Random, names: Names): Written {
  const namespace = dice.pick(names.spaces);
  const method = dice.pick<Record<string, unknown>>([
    { type: 'Exact', service: 'api', method: 'x' },
    { type: 'Exact', service: 'api' },
    { type: 'Exact', method: 'x' },
    { type: 'RegularExpression', service: 'a.*' },
  ]);
  const rules = [{ matches: [{ method }], backendRefs: backendRefs(dice, names, namespace) }];
  return object(api, 'GRPCRoute', namespace, 'grpc', {
    spec: { parentRefs: parents(dice, names, namespace), ...hostnames(dice, names.hosts, 1), rules },
  });
}

function tlsRoute(dice: Random, names: Names, name: string): Written {
  const namespace = dice.pick(names.spaces);
  const rules = [{ backendRefs: backendRefs(dice, names, namespace) }];
  return object(api, 'TLSRoute', namespace, name, {
    spec: { parentRefs: parents(dice, names, namespace), ...hostnames(dice, names.hosts, 1), rules },
  });
}

function tcpRoute(dice: Random, names: Names): Written {
  const namespace = dice.pick(names.spaces);
  const rules = [{ backendRefs: backendRefs(dice, names, namespace) }];
  return object(api, 'TCPRoute', namespace, 'tcp', { spec: { parentRefs: parents(dice, names, namespace), rules } });
}

function grant(dice: Random, { spaces }: Names, name: string): Written {
  const from = dice
    .some(spaces, 1, 3)
    .flatMap((namespace) => [
      { group: 'gateway.networking.k8s.io', kind: dice.pick(['HTTPRoute', 'HTTPRoute', 'GRPCRoute', 'TLSRoute', 'TCPRoute']), namespace },
      ...(dice.chance(0.3) ? [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', namespace }] : []),
    ]);
  const to = [
    { group: '', kind: 'Service', ...(dice.chance(0.3) ? { name: dice.pick(['web', 'api']) } : {}) },
    ...(dice.chance(0.4) ? [{ group: '', kind: 'Secret' }] : []),
  ];
  return object('gateway.networking.k8s.io/v1beta1', 'ReferenceGrant', dice.pick([spaces[1], spaces[2]]), name, { spec: { from, to } });
}

function backendTls(dice: Random, { spaces }: Names): Written {
  return object(api, 'BackendTLSPolicy', dice.pick([spaces[1], spaces[2]]), 'tls', {
    spec: {
      targetRefs: [{ group: '', kind: 'Service', name: 'web' }],
      validation: { hostname: 'web.example', wellKnownCACertificates: 'System' },
    },
  });
}

function probe(dice: Random, { tag, hosts, gateways }: Names, routes: readonly Written[]): Probe {
  const one = dice.pick(gateways);
  const { name, namespace } = one.metadata;
  const aimed = dice.pick((one.spec?.listeners ?? []) as readonly Listener[]);
  const tls = (aimed.tls !== undefined) !== dice.chance(0.06) ? 'tls' : 'none';
  const named = dice.pick([aimed.hostname ?? '*', ...hosts, ...routes.flatMap((route) => (route.spec?.hostnames ?? []) as string[])]);
  const host = named.replace('*', dice.pick(['q', 'x', 'a.x'])).replace(/^(q|x|a\.x)$/, `x.${tag}.com`);
  const opaque = aimed.protocol === 'TCP' || aimed.protocol === 'TLS';
  const serverName = dice.chance(0.04) ? undefined : host;
  return {
    at: { gateway: `${namespace}/${name}`, service: `${namespace}/${name}-istio` },
    request: {
      protocol: opaque ? 'tcp' : dice.pick(['http', 'http', 'http2'] as const),
      tls,
      host,
      port: aimed.port,
      serverName: tls === 'none' ? undefined : serverName,
      ...anyRequest(dice),
    },
  };
}
