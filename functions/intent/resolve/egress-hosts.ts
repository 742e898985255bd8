import { formatPath } from '../../diagnostics/path.ts';
import { findingAt } from '../../krm/finding-at.ts';
import { groupBy } from '../../mesh/group-by.ts';
import { isAddress } from '../../mesh/hosts/host-name.ts';
import type { EgressHost, EgressPort, EgressUse, Facts, Gateway } from '../model.ts';
import { addressesOfOthers, sameAddresses } from './egress-addresses.ts';
import { egressFamily } from './egress-problems.ts';
import type { Report } from './report.ts';
import { placeOf } from './server-entries.ts';

/** Outside hosts, each once: uses of several intents come together, and those that contradict each other are told. */
export function egressHosts(
  uses: readonly EgressUse[],
  gateways: ReadonlyMap<string, Gateway>,
  facts: Facts,
  report: Report,
): EgressHost[] {
  const byHost = [...groupBy(uses, ({ host }) => host)].sort(([a], [b]) => (a < b ? -1 : 1));
  const hosts = byHost.flatMap(([, same]) => together(same, gateways).map((some) => egressHost(some, gateways, report)));
  for (const problem of sameAddresses(hosts)) report(problem);
  if (facts.dnsCapture !== true) for (const problem of addressesOfOthers(hosts)) report(problem);
  return hosts;
}

/** Uses of one host that some namespace sees together; those of others are declarations of their own. */
function together(uses: readonly EgressUse[], gateways: ReadonlyMap<string, Gateway>): EgressUse[][] {
  let groups: EgressUse[][] = [];
  for (const use of uses) {
    const seen = visibleTo([use], gateways);
    const near = groups.filter((group) => overlap(seen, visibleTo(group, gateways)));
    groups = [...groups.filter((group) => !near.includes(group)), [...near.flat(), use]];
  }
  return groups.map((group) => group.toSorted((a, b) => uses.indexOf(a) - uses.indexOf(b)));
}

const overlap = (a: readonly string[], b: readonly string[]): boolean =>
  a.includes('*') || b.includes('*') || a.some((namespace) => b.includes(namespace));

function egressHost(uses: readonly EgressUse[], gateways: ReadonlyMap<string, Gateway>, report: Report): EgressHost {
  const [{ host }] = uses as readonly [EgressUse, ...EgressUse[]];
  const ports = [...groupBy(uses, ({ port }) => port)].sort(([a], [b]) => a - b).map(([port, same]) => egressPort(port, same, report));
  return {
    host,
    serviceHost: isAddress(host) ? `address-${host.replace(/[.:]/g, '-')}.gatewayintent.internal` : host,
    namespace: placement(uses, gateways),
    visibleTo: visibleTo(uses, gateways),
    ports,
  };
}

/** Beside the gateway; beside the workload where it asks for that and is alone, or where no gateway is on the way. */
function placement(uses: readonly EgressUse[], gateways: ReadonlyMap<string, Gateway>): string {
  const routed = uses.find(({ gateway }) => gateways.has(gateway ?? ''));
  const gateway = gateways.get(routed?.gateway ?? '');
  const teams = new Set(uses.map(({ intent }) => intent.namespace));
  const atHome = gateway === undefined || (gateway.spec.configPlacement === 'App' && teams.size === 1);
  return atHome ? (uses[0] as EgressUse).intent.namespace : gateway.namespace;
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
