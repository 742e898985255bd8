import { formatPath } from '../../diagnostics/path.ts';
import { containsAddress } from '../../hosts/address.ts';
import { isAddress } from '../../hosts/host-name.ts';
import { findingAt } from '../../krm/finding-at.ts';
import type { EgressHost, EgressPort } from '../model.ts';
import { placeOf } from './server-entries.ts';

interface Addressed {
  readonly host: string;
  readonly port: EgressPort;
  readonly addresses: readonly string[];
}

/** Hosts that a connection to one address and port could be for: nothing but the address tells TCP connections apart, before they reach a gateway. */
export function* sameAddresses(hosts: readonly EgressHost[]) {
  const addressed = hosts.flatMap(({ host, ports }) =>
    ports.map((port): Addressed => ({ host, port, addresses: isAddress(host) ? [host] : (port.uses[0]?.entry.addresses ?? []) })),
  );
  for (const [index, one] of addressed.entries()) {
    const other = addressed.slice(0, index).find((earlier) => clash(earlier, one));
    const use = one.port.uses[0];
    const first = other?.port.uses[0];
    if (other === undefined || use === undefined || first === undefined) continue;
    yield findingAt('GI0224', use.intent.item, use.origin.path, {
      message: `"${one.host}:${one.port.port}" has an address of "${other.host}:${other.port.port}" (${placeOf(first.origin)}, \`${formatPath(first.origin.path)}\`): nothing else tells their connections apart`,
      fix: 'give each host `addresses` of its own; they need not be real ones where workloads find them by name',
    });
  }
}

function clash(one: Addressed, other: Addressed): boolean {
  if (one.host === other.host || one.port.port !== other.port.port || (one.port.family !== 'tcp' && other.port.family !== 'tcp'))
    return false;
  const seenTogether =
    sources(one).some((namespace) => namespace === '*' || sources(other).includes(namespace)) || sources(other).includes('*');
  return seenTogether && one.addresses.some((a) => other.addresses.some((b) => overlap(a, b)));
}

const sources = ({ port }: Addressed): string[] => port.uses.flatMap(({ from }) => from.map(({ namespace }) => namespace));

const firstOf = (range: string): string => range.split('/')[0] as string;

const overlap = (a: string, b: string): boolean => containsAddress(a, firstOf(b)) > 0 || containsAddress(b, firstOf(a)) > 0;

/**
 * Ports of a host that has addresses for another one. A host is declared with its addresses for all of its ports, and TLS and TCP are then taken at these addresses
 * only, while workloads that were told none go where DNS leads them.
 */
export function* addressesOfOthers(hosts: readonly EgressHost[]) {
  for (const { host, ports } of hosts) {
    const told = ports.find(({ uses }) => uses[0]?.entry.addresses !== undefined);
    const untold = ports.find(({ uses, family }) => family !== 'http' && uses[0]?.entry.addresses === undefined);
    const [first, use] = [told?.uses[0], untold?.uses[0]];
    if (first === undefined || use === undefined) continue;
    yield findingAt('GI0227', use.intent.item, use.origin.path, {
      message: `"${host}:${use.port}" has no \`addresses\`, but "${host}:${first.port}" (${placeOf(first.origin)}, \`${formatPath(first.origin.path)}\`) has: they hold for the whole host`,
      fix: 'write the same `addresses` in both, or use a name of its own for one of them; with `mesh.dnsCapture: Enabled` workloads find them',
    });
  }
}
