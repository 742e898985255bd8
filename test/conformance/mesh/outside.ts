import type { Written } from './case.ts';
import type { Random } from './random.ts';
import { object } from './vocabulary.ts';

/** Hosts outside of the mesh that a case may know. */
export function outsideHosts(tag: string): readonly string[] {
  return [`ext.${tag}.com`, `api.${tag}.com`, `tls.${tag}.com`, `db.${tag}.com`];
}

/** ServiceEntries of all kinds, some of them for the same hosts. */
export function serviceEntries(dice: Random, tag: string, spaces: readonly string[]): readonly Written[] {
  return dice.times(0, 4, (index) => {
    const hosts = dice.some([...outsideHosts(tag), `*.wild.${tag}.com`], 1, dice.chance(0.2) ? 2 : 1);
    const wild = hosts.some((host) => host.startsWith('*'));
    const resolution = wild
      ? dice.pick(['NONE', 'NONE', 'STATIC', 'DYNAMIC_DNS'])
      : dice.pick(['DNS', 'DNS', 'STATIC', 'NONE', 'DNS_ROUND_ROBIN']);
    const spec: Record<string, unknown> = {
      hosts,
      resolution,
      location: dice.pick(['MESH_EXTERNAL', 'MESH_EXTERNAL', 'MESH_INTERNAL']),
      ports: ports(dice, hosts.length > 1 && resolution !== 'NONE', resolution),
    };
    if (resolution !== 'DYNAMIC_DNS' && dice.chance(0.25))
      spec.addresses = dice
        .pick([['10.10.0.5'], ['10.10.0.0/16'], ['10.10.0.5', '10.10.0.6']])
        .filter((address) => !address.includes('/') || resolution === 'NONE' || resolution === 'STATIC');
    if (resolution === 'STATIC') Object.assign(spec, staticEndpoints(dice));
    if (resolution === 'DNS' && dice.chance(0.2)) spec.endpoints = [{ address: `real.${tag}.org`, ports: { http: 8080 } }];
    if (dice.chance(0.2)) spec.exportTo = dice.pick([['.'], ['*'], [`${tag}a`]]);
    const labels = dice.chance(0.2) ? { 'networking.istio.io/enable-autoallocate-ip': 'false' } : {};
    return object('networking.istio.io/v1', 'ServiceEntry', dice.pick(spaces), `se${index}`, { metadata: { labels }, spec });
  });
}

function staticEndpoints(dice: Random): Record<string, unknown> {
  if (dice.chance(0.3)) return { workloadSelector: { labels: { app: dice.pick(['web', 'api']) } } };
  return {
    endpoints: [
      {
        address: '192.0.2.7',
        ...(dice.chance(0.3) ? { ports: { http: 8080 } } : {}),
        ...(dice.chance(0.2) ? { serviceAccount: 'vm' } : {}),
      },
      ...(dice.chance(0.3) ? [{ address: '192.0.2.8', labels: { version: 'v1' } }] : []),
    ],
  };
}

const choices: readonly { number: number; name: string; protocol: string; targetPort?: number }[] = [
  { number: 80, name: 'http', protocol: 'HTTP' },
  { number: 443, name: 'tls', protocol: 'TLS' },
  { number: 443, name: 'https', protocol: 'HTTPS' },
  { number: 9000, name: 'tcp', protocol: 'TCP' },
  { number: 8080, name: 'auto', protocol: '' },
  { number: 80, name: 'plain', protocol: 'HTTP', targetPort: 443 },
  { number: 9000, name: 'grpc', protocol: 'GRPC' },
];

/** Each number once; several hosts need protocols that tell them apart. */
function ports(dice: Random, several: boolean, resolution: string): readonly unknown[] {
  const fitting = choices
    .filter((port) => !several || (port.protocol !== 'TCP' && port.protocol !== ''))
    .filter((port) => resolution !== 'STATIC' || port.targetPort === undefined) // pods of two ports with one target take either
    .filter((port) => resolution !== 'DYNAMIC_DNS' || ['HTTP', 'TLS', 'GRPC'].includes(port.protocol));
  const chosen = dice.some(fitting, 1, 3);
  return chosen
    .filter((port, index) => chosen.findIndex((other) => other.number === port.number) === index)
    .map(({ protocol, ...rest }) => (protocol === '' ? rest : { ...rest, protocol }));
}
