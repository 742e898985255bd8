import { overlaps } from '../../../functions/hosts/host-name.ts';
import type { Case, Written } from './case.ts';
import { gatewayProbe, portsOf, type ServerLike } from './gateway-probe.ts';
import { type Random, random } from './random.ts';
import { aged, backends, httpRules, object, serviceHosts } from './vocabulary.ts';

/** One small ingress configuration: a gateway or two, and everything that competes for them. */
export function generateIngress(seed: number, tag: string): Case {
  const dice = random(seed);
  const spaces = { ingress: `${tag}in`, a: `${tag}a`, b: `${tag}b` };
  const hosts = hostsOf(tag);
  const workloads = dice.chance(0.25) ? ['gw', 'gx'] : ['gw'];
  const tidy = dice.chance(0.5);
  const services = gatewayServices(dice, tag, spaces.ingress, tidy);
  const ports = [...new Set(services.flatMap(portsOf))];
  const objects: Written[] = [
    ...Object.values(spaces).map((name) =>
      object('v1', 'Namespace', undefined, name, { metadata: { labels: dice.chance(0.8) ? { 'istio-injection': 'enabled' } : {} } }),
    ),
    ...workloads.map((name) => gatewayDeployment(dice, tag, spaces.ingress, name)),
    ...services,
    ...backends(dice, [spaces.a, spaces.b]),
  ];
  const gateways = dice.times(1, 4, (index) =>
    gateway(dice, tag, dice.pick([spaces.ingress, spaces.ingress, spaces.a, spaces.b]), `g${dice.pick(['a', 'b', 'c'])}${index}`, hosts, {
      ports,
      tidy,
    }),
  );
  const names = gateways.map((entry) => `${entry.metadata.namespace}/${entry.metadata.name}`);
  const virtualServices = dice.times(1, 5, (index) =>
    virtualService(
      dice,
      tag,
      dice.pick([spaces.a, spaces.b, spaces.ingress]),
      `v${dice.pick(['a', 'b', 'c'])}${index}`,
      names,
      tidy ? served(gateways) : hosts,
      tidy,
    ),
  );
  objects.push(...gateways, ...virtualServices, ...delegatesOf(dice, tag, virtualServices, spaces.b));
  return {
    tag,
    objects: aged(dice, objects),
    probes: dice.times(16, 16, () => gatewayProbe(dice, { tag, workloads, services, gateways, virtualServices, hosts })),
  };
}

function hostsOf(tag: string): readonly string[] {
  const domain = `${tag}.com`;
  return [`x.${domain}`, `y.${domain}`, `a.x.${domain}`, `*.${domain}`, `*.x.${domain}`, '*'];
}

function gatewayDeployment(dice: Random, tag: string, namespace: string, name: string): Written {
  const ports = dice.chance(0.5)
    ? [
        { name: 'web', containerPort: 8080 },
        { name: 'secure', containerPort: dice.pick([8443, 443]) },
      ]
    : [];
  const env = dice.chance(0.08) ? [{ name: 'ISTIO_META_UNPRIVILEGED_POD', value: 'true' }] : [];
  return object('apps/v1', 'Deployment', namespace, name, {
    spec: {
      selector: { matchLabels: { app: name } },
      template: {
        metadata: {
          labels: { istio: `${tag}gw`, app: name, 'sidecar.istio.io/inject': 'true' },
          annotations: { 'inject.istio.io/templates': 'gateway' },
        },
        spec: { containers: [{ name: 'istio-proxy', image: 'auto', ports, env }] },
      },
    },
  });
}

const serviceProtocols = ['http', 'http2', 'https', 'tls', 'tcp', 'mongo'];

/** Tidy cases have one protocol for each port and routes for their servers; the others are a mess. */
interface Style {
  readonly ports: readonly number[];
  readonly tidy: boolean;
}

function gatewayServices(dice: Random, tag: string, namespace: string, tidy: boolean): Written[] {
  return dice.times(1, dice.chance(0.3) ? 2 : 1, (index) => {
    const numbers = dice.some([80, 443, 8080, 8443, 9000, 31400], tidy ? 6 : 3, 6);
    const selector = dice.chance(0.85) ? { istio: `${tag}gw` } : { app: 'gw' };
    return object('v1', 'Service', namespace, dice.pick(['gw', 'front', 'alt']) + index, {
      metadata: { labels: dice.chance(0.05) ? { 'experimental.istio.io/disable-gateway-port-translation': 'true' } : {} },
      spec: {
        type: 'LoadBalancer',
        selector,
        ports: numbers.map((port) => ({
          name: `${dice.pick(serviceProtocols)}-${port}`,
          port,
          protocol: 'TCP',
          ...(tidy && dice.chance(0.8) ? {} : target(dice, port)),
        })),
      },
    });
  });
}

function target(dice: Random, port: number): Record<string, unknown> {
  const choices: readonly unknown[] = [
    port,
    undefined,
    port === 80 ? 8080 : port === 443 ? 8443 : port,
    8080,
    port === 80 ? 'web' : port === 443 ? 'secure' : port,
  ];
  const targetPort = dice.pick(choices);
  return targetPort === undefined ? {} : { targetPort };
}

function gateway(dice: Random, tag: string, namespace: string, name: string, hosts: readonly string[], style: Style): Written {
  const selector = dice.pick([
    { istio: `${tag}gw` },
    { istio: `${tag}gw` },
    { istio: `${tag}gw`, app: 'gw' },
    { app: 'gw', istio: `${tag}gw` },
  ]);
  return object('networking.istio.io/v1', 'Gateway', namespace, name, {
    spec: { selector, servers: dice.times(1, 3, (index) => server(dice, tag, hosts, index, style)) },
  });
}

interface ServerKind {
  readonly protocol: string;
  /** Numbers that such servers usually have, likelier ones more often, and the one of a tidy case. */
  readonly usual: readonly number[];
  readonly tidy: number;
}

const httpPorts = { usual: [80, 80, 80, 8080, 9000, 443], tidy: 80 };
const tcpPorts = { usual: [31400, 31400, 9000, 80, 443], tidy: 31400 };
const tlsPorts = [443, 443, 443, 8443, 9000, 8080];
const serverKinds: readonly ServerKind[] = [
  { protocol: 'HTTP', ...httpPorts },
  { protocol: 'HTTP', ...httpPorts },
  { protocol: 'HTTP', ...httpPorts },
  { protocol: 'HTTP2', ...httpPorts },
  { protocol: 'GRPC', ...httpPorts },
  { protocol: 'HTTPS', usual: tlsPorts, tidy: 443 },
  { protocol: 'HTTPS', usual: tlsPorts, tidy: 443 },
  { protocol: 'HTTPS', usual: tlsPorts, tidy: 443 },
  { protocol: 'TLS', usual: tlsPorts, tidy: 8443 },
  { protocol: 'TLS', usual: tlsPorts, tidy: 8443 },
  { protocol: 'TCP', ...tcpPorts },
  { protocol: 'MONGO', ...tcpPorts },
];

function server(dice: Random, tag: string, hosts: readonly string[], index: number, { ports, tidy }: Style): Record<string, unknown> {
  const { protocol, ...kind } = dice.pick(serverKinds);
  const usual = dice.pick(kind.usual);
  const exposed = ports.includes(usual) || dice.chance(0.1) ? usual : dice.pick(ports);
  const chosen = dice.some(hosts, 1, 2).map((host) => (dice.chance(0.2) ? `${dice.pick([`${tag}a`, `${tag}b`, '.', '*'])}/${host}` : host));
  return {
    port: { number: tidy ? kind.tidy : exposed, name: `p${index}`, protocol },
    hosts: chosen,
    ...(dice.chance(0.04) ? { bind: '10.1.1.1' } : {}),
    ...tlsOf(dice, protocol),
  };
}

function tlsOf(dice: Random, protocol: string): Record<string, unknown> {
  if (protocol === 'HTTPS' || protocol === 'TLS') return { tls: serverTls(dice, protocol) };
  return protocol.startsWith('H') && dice.chance(0.2) ? { tls: { httpsRedirect: true } } : {};
}

function serverTls(dice: Random, protocol: string): Record<string, unknown> {
  const modes =
    protocol === 'TLS'
      ? ['PASSTHROUGH', 'PASSTHROUGH', 'SIMPLE', 'ISTIO_MUTUAL', undefined]
      : ['SIMPLE', 'SIMPLE', 'SIMPLE', 'MUTUAL', 'ISTIO_MUTUAL', 'PASSTHROUGH', 'OPTIONAL_MUTUAL'];
  const mode = dice.pick(modes);
  const certificate = mode === undefined || mode === 'PASSTHROUGH' || mode === 'ISTIO_MUTUAL' ? {} : { credentialName: 'cert' };
  return { ...(mode === undefined ? {} : { mode }), ...certificate };
}

/** Hosts that the servers of a case may serve. */
function served(gateways: readonly Written[]): readonly string[] {
  const hosts = gateways.flatMap((entry) => ((entry.spec?.servers ?? []) as ServerLike[]).flatMap((one) => one.hosts));
  return [...new Set(hosts.map((name) => name.slice(name.indexOf('/') + 1)))];
}

function virtualService(
  dice: Random,
  tag: string,
  namespace: string,
  name: string,
  gateways: readonly string[],
  hosts: readonly string[],
  tidy: boolean,
): Written {
  const refs = dice
    .some(gateways, 1, 2)
    .map((full) =>
      full.startsWith(`${namespace}/`)
        ? dice.pick([full, full.slice(namespace.length + 1), `./${full.slice(namespace.length + 1)}`])
        : full,
    );
  const bound = dice.chance(0.06) ? [...refs, 'mesh'] : refs;
  const chosen = dice.some(hosts, 1, 2).filter((host) => host !== '*' || !bound.includes('mesh'));
  const [one = hosts[0] ?? '', ...others] = chosen;
  const own = [one, ...others.filter((other) => !overlaps(one, other))];
  const kinds = dice.pick(tidy ? ['all', 'all', 'http'] : ['http', 'http', 'http', 'all', 'all', 'tls', 'tcp']);
  const spec: Record<string, unknown> = { hosts: own, gateways: bound };
  if (dice.chance(0.15)) spec.exportTo = dice.pick([['.'], ['*'], [`${tag}in`], [`${tag}a`, `${tag}in`], [`${tag}b`]]);
  if (kinds === 'http' || kinds === 'all')
    spec.http = httpRules(dice, { tag, gateways: bound, ports: [80, 443, 8080, 9000], delegates: dice.chance(0.12) });
  if (kinds === 'tls' || kinds === 'all') spec.tls = dice.times(1, 2, () => tlsRule(dice, tag, own));
  if (kinds === 'tcp' || kinds === 'all') spec.tcp = dice.times(1, 2, () => tcpRule(dice, tag));
  return object('networking.istio.io/v1', 'VirtualService', namespace, name, { spec });
}

function tlsRule(dice: Random, tag: string, hosts: readonly string[]): Record<string, unknown> {
  const sniHosts = hosts.flatMap((host) =>
    host === '*' ? [`x.${tag}.com`] : host.startsWith('*.') ? [dice.pick([host, `x${host.slice(1)}`])] : [host],
  );
  const match = [{ sniHosts, ...(dice.chance(0.3) ? { port: dice.pick([443, 8443]) } : {}) }];
  return { match, route: l4Route(dice, tag) };
}

function tcpRule(dice: Random, tag: string): Record<string, unknown> {
  return { ...(dice.chance(0.5) ? { match: [{ port: dice.pick([31400, 9000, 443]) }] } : {}), route: l4Route(dice, tag) };
}

function l4Route(dice: Random, tag: string): readonly Record<string, unknown>[] {
  const destination = () => ({ destination: { host: dice.pick(serviceHosts(tag)), port: { number: dice.pick([80, 8080, 5432]) } } });
  return dice.chance(0.3)
    ? [
        { ...destination(), weight: 30 },
        { ...destination(), weight: dice.pick([70, 0]) },
      ]
    : [destination()];
}

function delegatesOf(dice: Random, tag: string, roots: readonly Written[], namespace: string): readonly Written[] {
  const named = JSON.stringify(roots).includes('"delegate"');
  if (!named || dice.chance(0.15)) return [];
  const spec: Record<string, unknown> = { http: httpRules(dice, { tag, gateways: [], ports: [], delegates: false }) };
  if (dice.chance(0.25)) spec.exportTo = dice.pick([['.'], [`${tag}a`], ['*']]);
  return [object('networking.istio.io/v1', 'VirtualService', namespace, 'delegate', { spec })];
}
