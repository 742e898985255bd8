import { overlaps } from '../../../functions/hosts/host-name.ts';
import type { Case, Written } from './case.ts';
import { egressGateway } from './egress-gateway.ts';
import { meshProbe } from './mesh-probe.ts';
import { outsideHosts, serviceEntries } from './outside.ts';
import { type Random, random } from './random.ts';
import { aged, backends, httpRules, object, serviceHosts } from './vocabulary.ts';

/** One small mesh: clients with sidecars, what they call, and everything that decides about their calls. */
export function generateMesh(seed: number, tag: string): Case {
  const dice = random(seed);
  const spaces = [`${tag}a`, `${tag}b`];
  const objects: Written[] = [
    ...spaces.map((name) => object('v1', 'Namespace', undefined, name, { metadata: { labels: { 'istio-injection': 'enabled' } } })),
    ...clients(dice, spaces),
    ...backends(dice, spaces),
    ...odd(dice, tag),
  ];
  const hosts = outsideHosts(tag);
  objects.push(...serviceEntries(dice, tag, spaces));
  const gateway = dice.chance(0.4) ? egressGateway(dice, tag, hosts) : undefined;
  if (gateway) objects.push(...gateway.objects);
  objects.push(
    ...dice.times(0, 4, (index) => virtualService(dice, tag, dice.pick(spaces), `v${dice.pick(['a', 'b'])}${index}`)),
    ...sidecars(dice, tag, spaces),
    ...peerAuthentications(dice, tag, spaces),
  );
  return {
    tag,
    objects: aged(dice, objects),
    meshConfig: meshConfig(dice),
    probes: dice.times(24, 24, () => meshProbe(dice, { tag, spaces, objects, hosts })),
  };
}

function meshConfig(dice: Random): Record<string, unknown> {
  return {
    ...(dice.chance(0.4) ? { outboundTrafficPolicy: { mode: dice.pick(['REGISTRY_ONLY', 'ALLOW_ANY']) } } : {}),
    ...(dice.chance(0.1) ? { enableAutoMtls: false } : {}),
    ...(dice.chance(0.1) ? { defaultServiceExportTo: [dice.pick(['.', '*'])] } : {}),
    ...(dice.chance(0.1) ? { defaultVirtualServiceExportTo: [dice.pick(['.', '*'])] } : {}),
    ...(dice.chance(0.1) ? { defaultDestinationRuleExportTo: [dice.pick(['.', '*'])] } : {}),
  };
}

function clients(dice: Random, spaces: readonly string[]): Written[] {
  return spaces.map((namespace) =>
    object('apps/v1', 'Deployment', namespace, 'client', {
      spec: {
        selector: { matchLabels: { app: 'client' } },
        template: {
          metadata: { labels: { app: 'client', ...(dice.chance(0.5) ? { tier: 'front' } : {}) } },
          spec: { serviceAccountName: 'client', containers: [{ name: 'app', image: 'app' }] },
        },
      },
    }),
  );
}

/** Services of the less usual kinds. */
function odd(dice: Random, tag: string): readonly Written[] {
  const namespace = `${tag}a`;
  const one: Written[] = [];
  if (dice.chance(0.4))
    one.push(
      object('v1', 'Service', namespace, 'peers', {
        spec: { clusterIP: 'None', selector: { app: dice.pick(['web', 'api', 'nobody']) }, ports: ports(dice) },
      }),
    );
  if (dice.chance(0.25))
    one.push(
      object('v1', 'Service', namespace, 'alias', {
        spec: {
          type: 'ExternalName',
          externalName: dice.pick([`web.${tag}b.svc.cluster.local`, `ext.${tag}.com`, 'nowhere.org']),
          ports: ports(dice),
        },
      }),
    );
  if (dice.chance(0.3))
    one.push(object('v1', 'Service', `${tag}b`, 'multi', { spec: { selector: { app: 'web' }, ports: manyPorts(dice) } }));
  return one;
}

function ports(dice: Random): readonly Record<string, unknown>[] {
  return [{ name: dice.pick(['http', 'tcp', 'x', 'https']), port: dice.pick([80, 9000, 8080]), targetPort: 8080 }];
}

function manyPorts(dice: Random): readonly Record<string, unknown>[] {
  return [80, 443, 9000, 8080].map((port) => ({
    name: `${dice.pick(['http', 'tcp', 'x', 'https', 'grpc', 'mongo', 'tls', 'mysql'])}-${port}`,
    port,
    targetPort: dice.pick([8080, 9090]),
  }));
}

const labels = [{}, {}, { app: 'client' }, { tier: 'front' }, { app: 'web' }];

function virtualService(dice: Random, tag: string, namespace: string, name: string): Written {
  const known = [
    ...serviceHosts(tag),
    ...outsideHosts(tag),
    `*.${tag}.com`,
    `*.${tag}b.svc.cluster.local`,
    `alias.${tag}a.svc.cluster.local`,
  ];
  const [one = 'web', ...more] = dice.some(known, 1, 2);
  const hosts = [one, ...more.filter((other) => !overlaps(qualified(one, namespace), qualified(other, namespace)))];
  const spec: Record<string, unknown> = { hosts };
  if (dice.chance(0.2)) spec.gateways = ['mesh', `${tag}a/none`];
  if (dice.chance(0.2)) spec.exportTo = dice.pick([['.'], ['*'], [`${tag}a`], [`${tag}b`, `${tag}a`]]);
  const kinds = dice.pick(['http', 'http', 'http', 'all', 'tls', 'tcp']);
  if (kinds === 'http' || kinds === 'all')
    spec.http = httpRules(dice, { tag, gateways: dice.chance(0.5) ? ['mesh'] : [], ports: [80, 8080, 9000], delegates: false });
  if (kinds === 'tls' || kinds === 'all') spec.tls = dice.times(1, 2, () => tlsRule(dice, tag, hosts));
  if (kinds === 'tcp' || kinds === 'all') spec.tcp = dice.times(1, 2, () => tcpRule(dice, tag));
  return object('networking.istio.io/v1', 'VirtualService', namespace, name, { spec });
}

function qualified(host: string, namespace: string): string {
  return host.includes('.') ? host : `${host}.${namespace}.svc.cluster.local`;
}

function connectionMatch(dice: Random, tag: string): Record<string, unknown> {
  return {
    ...(dice.chance(0.3) ? { port: dice.pick([443, 9000, 8443]) } : {}),
    ...(dice.chance(0.15) ? { sourceLabels: dice.pick(labels) } : {}),
    ...(dice.chance(0.1) ? { sourceNamespace: `${tag}a` } : {}),
    ...(dice.chance(0.1) ? { gateways: [dice.pick(['mesh', `${tag}a/none`])] } : {}),
    ...(dice.chance(0.1) ? { destinationSubnets: ['10.10.0.0/16'] } : {}),
  };
}

function tlsRule(dice: Random, tag: string, hosts: readonly string[]): Record<string, unknown> {
  const sniHosts = hosts.map((host) => (host.startsWith('*.') && dice.chance(0.5) ? `x${host.slice(1)}` : host));
  return { match: [{ sniHosts, ...connectionMatch(dice, tag) }], route: connectionRoute(dice, tag) };
}

function tcpRule(dice: Random, tag: string): Record<string, unknown> {
  return { ...(dice.chance(0.6) ? { match: [{ ...connectionMatch(dice, tag) }] } : {}), route: connectionRoute(dice, tag) };
}

function connectionRoute(dice: Random, tag: string): readonly Record<string, unknown>[] {
  const destination = () => ({
    destination: {
      host: dice.pick([...serviceHosts(tag), ...outsideHosts(tag)]),
      ...(dice.chance(0.8) ? { port: { number: dice.pick([80, 443, 9000]) } } : {}),
    },
  });
  return dice.chance(0.2)
    ? [
        { ...destination(), weight: 30 },
        { ...destination(), weight: dice.pick([70, 0]) },
      ]
    : [destination()];
}

function sidecars(dice: Random, tag: string, spaces: readonly string[]): readonly Written[] {
  return dice.times(0, dice.chance(0.4) ? 2 : 0, (index) => {
    const namespace = dice.pick([...spaces, ...spaces, 'istio-system']);
    const spec: Record<string, unknown> = {};
    if (namespace !== 'istio-system' && dice.chance(0.4))
      spec.workloadSelector = { labels: dice.pick([{ app: 'client' }, { tier: 'front' }]) };
    spec.egress = [
      ...(dice.chance(0.25)
        ? [{ port: egressPort(dice), hosts: importedHosts(dice, tag), ...(dice.chance(0.2) ? { bind: '127.0.0.1' } : {}) }]
        : []),
      { hosts: importedHosts(dice, tag) },
    ];
    if (dice.chance(0.3)) spec.outboundTrafficPolicy = { mode: dice.pick(['REGISTRY_ONLY', 'ALLOW_ANY']) };
    return object('networking.istio.io/v1', 'Sidecar', namespace, `${tag}s${index}`, { spec });
  });
}

function egressPort(dice: Random): Record<string, unknown> {
  return { number: dice.pick([80, 9000, 8080, 9999]), name: 'p', protocol: dice.pick(['HTTP', 'TCP', 'HTTPS', 'GRPC']) };
}

function importedHosts(dice: Random, tag: string): readonly string[] {
  const choices = [
    './*',
    `${tag}a/*`,
    `${tag}b/*`,
    `*/web.${tag}b.svc.cluster.local`,
    `*/*.${tag}.com`,
    `${tag}a/web.${tag}a.svc.cluster.local`,
    `~${tag}b/web.${tag}b.svc.cluster.local`,
    `*/ext.${tag}.com`,
    `./api.${tag}a.svc.cluster.local`,
  ];
  return dice.chance(0.15) ? ['*/*'] : dice.some(choices, 1, 3);
}

function peerAuthentications(dice: Random, tag: string, spaces: readonly string[]): readonly Written[] {
  const mode = () => dice.pick(['STRICT', 'PERMISSIVE', 'DISABLE', 'UNSET']);
  return dice.times(0, dice.chance(0.6) ? 3 : 0, (index) => {
    const namespace = dice.pick([...spaces, ...spaces, 'istio-system']);
    const narrow = dice.chance(0.4);
    const spec = {
      ...(narrow ? { selector: { matchLabels: { app: dice.pick(['web', 'api', 'client']) } } } : {}),
      ...(dice.chance(0.8) ? { mtls: { mode: mode() } } : {}),
      ...(narrow && dice.chance(0.6) ? { portLevelMtls: { [dice.pick(['8080', '9090', '80'])]: { mode: mode() } } } : {}),
    };
    return object('security.istio.io/v1', 'PeerAuthentication', namespace, `${tag}p${index}`, { spec });
  });
}
