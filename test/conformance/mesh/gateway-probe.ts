import type { RequestParts } from '../../../functions/mesh/trace/request.ts';
import type { Probe, Written } from './case.ts';
import type { Random } from './random.ts';

const paths = ['/', '/api', '/api/x', '/apix', '/v1/items?a=1&b=2', '/old/page', '/static/a.css', '/API'];

export function portsOf(service: Written): readonly number[] {
  return ((service.spec?.ports ?? []) as { port: number }[]).map((entry) => entry.port);
}

/** What the probes of a case may refer to. */
export interface Probed {
  readonly tag: string;
  readonly workloads: readonly string[];
  readonly services: readonly Written[];
  readonly gateways: readonly Written[];
  readonly virtualServices: readonly Written[];
  readonly hosts: readonly string[];
}

export interface ServerLike {
  readonly port: { readonly number: number; readonly protocol: string };
  readonly hosts: readonly string[];
  readonly tls?: { readonly mode?: string };
}

/** Most probes are aimed at a server of the case, with the protocol that it wants and a host that it may serve. */
export function gatewayProbe(dice: Random, probed: Probed): Probe {
  const service = dice.pick(probed.services);
  const aimed = dice.chance(0.8) ? aim(dice, probed, service) : undefined;
  const tls = wantsTls(dice, aimed) !== dice.chance(0.08) ? 'tls' : 'none';
  const host = hostOf(dice, probed, aimed);
  const { namespace } = service.metadata;
  const workload = dice.chance(0.8) ? probed.workloads[0] : dice.pick(probed.workloads);
  return {
    at: { deployment: `${namespace}/${workload}`, service: `${namespace}/${service.metadata.name}` },
    request: {
      protocol: isOpaque(dice, aimed) !== dice.chance(0.05) ? 'tcp' : dice.pick(['http', 'http', 'http2'] as const),
      tls,
      host,
      port: dice.chance(0.97) ? (aimed?.port.number ?? dice.pick(portsOf(service))) : 12345,
      clientCertificate: tls === 'tls' && dice.chance(0.7) ? {} : undefined,
      serverName: tls === 'none' ? undefined : serverName(dice, probed.tag, host),
      ...anyRequest(dice),
    },
  };
}

function aim(dice: Random, { gateways }: Probed, service: Written): ServerLike {
  const servers = gateways.flatMap((entry) => (entry.spec?.servers ?? []) as ServerLike[]);
  const reachable = servers.filter((entry) => portsOf(service).includes(entry.port.number));
  return dice.pick(reachable.length > 0 ? reachable : servers);
}

function wantsTls(dice: Random, aimed: ServerLike | undefined): boolean {
  return aimed ? aimed.tls?.mode !== undefined || aimed.port.protocol.endsWith('S') : dice.chance(0.4);
}

function isOpaque(dice: Random, aimed: ServerLike | undefined): boolean {
  return aimed ? ['TCP', 'MONGO', 'TLS'].includes(aimed.port.protocol) : dice.chance(0.2);
}

function hostOf(dice: Random, { tag, hosts, virtualServices }: Probed, aimed: ServerLike | undefined): string {
  const own = aimed?.hosts.map((name) => name.slice(name.indexOf('/') + 1)) ?? hosts;
  const named = dice.pick([...own, ...virtualServices.flatMap((entry) => (entry.spec?.hosts ?? []) as string[])]);
  const whole = named.replace('*', dice.pick(['q', 'x', 'a.x'])).replace(/^(q|x|a\.x)$/, `x.${tag}.com`);
  return whole + (dice.chance(0.1) ? ':8080' : '');
}

function serverName(dice: Random, tag: string, host: string): string | undefined {
  if (dice.chance(0.05)) return undefined;
  return dice.chance(0.05) ? `other.${tag}.com` : host.split(':')[0];
}

/** The parts of a request that any route may look at. */
export function anyRequest(dice: Random): RequestParts {
  return { path: dice.pick(paths), method: dice.pick(['GET', 'GET', 'POST']), headers: headers(dice) };
}

function headers(dice: Random): Record<string, string> {
  const all: Record<string, string> = {};
  if (dice.chance(0.4)) all['x-user'] = dice.pick(['alice', 'bob', 'u12', '']);
  if (dice.chance(0.2)) all['X-Beta'] = dice.pick(['yes', 'no']);
  if (dice.chance(0.2)) all.cookie = dice.pick(['session=1', 'a=b; session=1']);
  return all;
}
