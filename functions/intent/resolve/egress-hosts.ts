import { formatPath } from '../../diagnostics/path.ts';
import { findingAt } from '../../krm/finding-at.ts';
import { groupBy } from '../../mesh/group-by.ts';
import { isAddress } from '../../mesh/hosts/host-name.ts';
import type { EgressHost, EgressPort, EgressUse, Gateway } from '../model.ts';
import { egressFamily } from './egress-problems.ts';
import type { Report } from './report.ts';
import { placeOf } from './server-entries.ts';

/** Outside hosts, each once: uses of several intents come together, and those that contradict each other are told. */
export function egressHosts(uses: readonly EgressUse[], gateways: ReadonlyMap<string, Gateway>, report: Report): EgressHost[] {
  const byHost = [...groupBy(uses, ({ host }) => host)].sort(([a], [b]) => (a < b ? -1 : 1));
  return byHost.map(([host, same]) => egressHost(host, same, gateways, report));
}

function egressHost(host: string, uses: readonly EgressUse[], gateways: ReadonlyMap<string, Gateway>, report: Report): EgressHost {
  const ports = [...groupBy(uses, ({ port }) => port)].sort(([a], [b]) => a - b).map(([port, same]) => egressPort(port, same, report));
  const namespaces = new Set(uses.map((use) => placementOf(use, gateways)));
  const [first] = uses as readonly [EgressUse, ...EgressUse[]];
  const elsewhere = uses.find((use) => placementOf(use, gateways) !== placementOf(first, gateways));
  if (elsewhere !== undefined)
    report(
      findingAt('GI0227', elsewhere.intent.item, elsewhere.origin.path, {
        message: `"${host}" would be declared twice, in namespaces ${[...namespaces].map((name) => `"${name}"`).join(' and ')}: here and by ${placeOf(first.origin)} (\`${formatPath(first.origin.path)}\`)`,
        fix: 'use one egress gateway with `configPlacement: Gateway` for both, or declare the host in one intent with both namespaces in `from`',
      }),
    );
  return {
    host,
    serviceHost: isAddress(host) ? `address-${host.replace(/[.:]/g, '-')}.gatewayintent.internal` : host,
    namespace: placementOf(first, gateways),
    visibleTo: visibleTo(uses, gateways),
    ports,
  };
}

/** Beside the gateway, or beside the workload. */
function placementOf({ gateway: key, intent }: EgressUse, gateways: ReadonlyMap<string, Gateway>): string {
  const gateway = key === undefined ? undefined : gateways.get(key);
  return gateway === undefined || gateway.spec.configPlacement === 'App' ? intent.namespace : gateway.namespace;
}

function visibleTo(uses: readonly EgressUse[], gateways: ReadonlyMap<string, Gateway>): string[] {
  const sources = uses.flatMap(({ from }) => from.map(({ namespace }) => namespace));
  if (sources.includes('*')) return ['*'];
  const pods = uses.flatMap(({ gateway }) => (gateway === undefined ? [] : [gateways.get(gateway)?.workload.namespace ?? '']));
  return [...new Set([...sources, ...pods])].sort();
}

/** What all uses of a port must say alike. */
const common = (use: EgressUse): readonly (readonly [field: string, value: unknown])[] => [
  ['the protocol', use.protocol],
  ['`via` or `gateway`', use.gateway],
  ['`tlsOrigination`', use.entry.tlsOrigination],
  ['`timeout`', use.entry.timeout],
  ['`retries`', use.entry.retries],
  ['`backendPolicy`', use.entry.backendPolicy],
  ['`addresses`', use.entry.addresses],
  ['`endpoints`', use.entry.endpoints],
];

function egressPort(port: number, uses: readonly EgressUse[], report: Report): EgressPort {
  const [first, ...others] = uses as readonly [EgressUse, ...EgressUse[]];
  for (const use of others) {
    const differing = common(use).find(([, value], index) => JSON.stringify(value) !== JSON.stringify(common(first)[index]?.[1]));
    if (differing === undefined) continue;
    report(
      findingAt('GI0227', use.intent.item, use.origin.path, {
        message: `${differing[0]} of "${use.host}:${port}" is another one here than in ${placeOf(first.origin)} (\`${formatPath(first.origin.path)}\`)`,
        fix: 'say the same in both: proxies know one way to a host and port',
      }),
    );
  }
  const { tlsOrigination } = first.entry;
  const family = egressFamily(first.protocol);
  return {
    port,
    protocol: first.protocol,
    family,
    gateway: first.gateway,
    origination: tlsOrigination && { ...tlsOrigination, port: tlsOrigination.port ?? (family === 'http' && port === 80 ? 443 : port) },
    uses,
  };
}
