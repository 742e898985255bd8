import { formatPath } from '../../diagnostics/path.ts';
import { isAddress } from '../../hosts/host-name.ts';
import { findingAt } from '../../krm/finding-at.ts';
import { groupBy } from '../../krm/group-by.ts';
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
  for (const [, same] of byHost) for (const problem of differences(same, everywhere)) report(problem);
  const hosts = byHost.flatMap(([, same]) => together(same, gateways).map((some) => egressHost(some, gateways, report)));
  for (const problem of sameAddresses(hosts)) report(problem);
  if (facts.dnsCapture !== true) for (const problem of addressesOfOthers(hosts)) report(problem);
  return hosts;
}

/** Uses of one host that some namespace sees together, or that are declared in one place; those of others are declarations of their own. */
function together(uses: readonly EgressUse[], gateways: ReadonlyMap<string, Gateway>): EgressUse[][] {
  let groups: EgressUse[][] = [];
  for (const use of uses) {
    const near = groups.filter((group) => {
      const seen = overlap(visibleTo([use], gateways), visibleTo(group, gateways));
      return seen || placement([use], gateways) === placement(group, gateways);
    });
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

type Field = readonly [name: string, value: (use: EgressUse) => unknown];

/** What all uses of a port of a host must say alike. */
const everywhere: readonly Field[] = [
  ['the protocol', ({ protocol }) => protocol],
  ['`tlsOrigination`', ({ entry }) => entry.tlsOrigination],
];

/** What those must say alike that are declared together. */
const inOnePlace: readonly Field[] = [
  ['`via` or `gateway`', ({ gateway }) => gateway],
  ...(['timeout', 'retries', 'backendPolicy', 'addresses', 'endpoints'] as const).map(
    (name): Field => [`\`${name}\``, ({ entry }) => entry[name]],
  ),
];

function* differences(uses: readonly EgressUse[], fields: readonly Field[]) {
  for (const [port, [first, ...others]] of groupBy(uses, (use) => use.port))
    for (const use of others) {
      const differing = fields.find(([, value]) => JSON.stringify(value(use)) !== JSON.stringify(value(first as EgressUse)));
      if (differing === undefined || first === undefined) continue;
      yield findingAt('GI0227', use.intent.item, use.origin.path, {
        message: `${differing[0]} of "${use.host}:${port}" is another one here than in ${placeOf(first.origin)} (\`${formatPath(first.origin.path)}\`)`,
        fix: 'say the same in both: proxies know one way to a host and port',
      });
    }
}

function egressPort(port: number, uses: readonly EgressUse[], report: Report): EgressPort {
  const [first] = uses as readonly [EgressUse, ...EgressUse[]];
  for (const problem of differences(uses, inOnePlace)) report(problem);
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
