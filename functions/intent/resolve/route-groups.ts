import type { Path } from '../../diagnostics/path.ts';
import { formatPath } from '../../diagnostics/path.ts';
import { isSubsetOf } from '../../hosts/host-name.ts';
import { findingAt } from '../../krm/finding-at.ts';
import { groupBy } from '../../krm/group-by.ts';
import type { Exposure, Gateway, Match, RouteEntry, RouteGroup } from '../model.ts';
import { apart } from './apart.ts';
import { covers, pathKey, wideKeys } from './covers.ts';
import { hostName } from './host-name.ts';
import { lostPreflights } from './lost-preflights.ts';
import { namesHosts } from './redirect-host.ts';
import type { Report } from './report.ts';
import { routeNamespace } from './route-namespace.ts';
import { compareMatches } from './route-order.ts';
import { placeOf } from './server-entries.ts';
import { httpProtocols } from './tls.ts';

/** The hosts of each gateway (and of the mesh) with their routes: hosts that have the same exposures are one group. */
export function routeGroups(gateways: readonly Gateway[], exposures: readonly Exposure[], report: Report): RouteGroup[] {
  const owners: readonly (Gateway | undefined)[] = [...gateways, undefined];
  return owners.flatMap((gateway) => {
    const own = exposures.filter((exposure) => exposure.gateway === gateway?.key && exposure.family === 'http');
    const groups = [...groupBy(hostsOf(own), ([, list]) => list.map((exposure) => own.indexOf(exposure)).join())].map(([, same]) => ({
      hosts: same.map(([host]) => host),
      exposures: (same[0] as [string, Exposure[]])[1],
    }));
    return groups.flatMap(({ hosts, exposures: list }) => {
      const each = list.some(namesHosts) ? hosts.map((host) => [host]) : apart(hosts);
      return each.map((some) => group(gateway, some, list, own, report));
    });
  });
}

/** Each host with the exposures that have it, in the order of the exposures. */
function hostsOf(exposures: readonly Exposure[]): [string, Exposure[]][] {
  const byHost = new Map<string, Exposure[]>();
  for (const exposure of exposures) for (const host of new Set(exposure.hosts)) byHost.set(host, [...(byHost.get(host) ?? []), exposure]);
  return [...byHost];
}

function group(
  gateway: Gateway | undefined,
  hosts: readonly string[],
  exposures: readonly Exposure[],
  all: readonly Exposure[],
  report: Report,
): RouteGroup {
  const ports = gateway === undefined ? [] : servedPorts(gateway, hosts);
  const served = gateway?.management === 'External' ? undefined : ports;
  const entries = exposures.flatMap((exposure) => entriesOf(exposure, served)).sort((a, b) => compareMatches(a.match, b.match));
  for (const problem of hidden(entries, hosts, ports)) report(problem);
  if (gateway !== undefined) for (const problem of lostPreflights(entries, hosts[0] as string)) report(problem);
  const [first] = exposures as readonly [Exposure, ...Exposure[]];
  const whole = exposures.length === 1 && hosts.includes(first.hosts[0] as string);
  return {
    gateway: gateway?.key,
    hosts,
    exposures,
    entries,
    name: whole ? first.name : hostName(hosts[0] as string),
    namespace: routeNamespace(exposures, gateway),
    ports,
    narrower: narrower(hosts, all),
  };
}

/** Ports of a gateway on which the hosts meet routes; ports that only redirect do not count. */
function servedPorts(gateway: Gateway, hosts: readonly string[]): number[] {
  const meets = (host: string): boolean => hosts.some((own) => isSubsetOf(own, host) || isSubsetOf(host, own));
  const servers = gateway.servers.filter(
    ({ httpsRedirect, protocol, tls, hosts: served }) =>
      !httpsRedirect && httpProtocols.has(protocol) && tls?.mode !== 'Passthrough' && served.some(({ host }) => meets(host)),
  );
  return [...new Set(servers.map(({ port }) => port))];
}

/** One entry for each alternative of each route; `ports` only where the exposure is not on all ports of the host, or nobody knows these (`served`). */
function entriesOf(exposure: Exposure, served: readonly number[] | undefined): RouteEntry[] {
  const own = [...new Set(exposure.attachments.map(({ port }) => port))];
  const everywhere = exposure.gateway === undefined || own.includes(undefined) || served?.every((port) => own.includes(port));
  const ports = everywhere ? undefined : (own as number[]).toSorted((a, b) => a - b);
  return exposure.routes.flatMap((route) =>
    (route.matches.length === 0 ? [undefined] : route.matches).map((match): RouteEntry => {
      const entryPorts = match?.port === undefined ? ports : [match.port];
      return { exposure, route, match, ports: entryPorts };
    }),
  );
}

/** Entries that an earlier one keeps requests from, on one of their ports at least. */
function* hidden(entries: readonly RouteEntry[], hosts: readonly string[], served: readonly number[]) {
  const before = new Map<string, Earlier[]>();
  for (const [index, entry] of entries.entries()) {
    const match = withoutPort(entry.match);
    const hiding = wideKeys(match?.path)
      .flatMap((key) => before.get(key) ?? [])
      .filter((other) => covers(other.match, match))
      .sort((a, b) => a.index - b.index);
    const ports: readonly (number | undefined)[] = entry.ports ?? (served.length > 0 ? served : [undefined]);
    const found = ports.map((port) => hiding.find((other) => isOn(other.entry, port))?.entry);
    const earlier = found.find((other) => other !== undefined);
    const at = found.includes(undefined) ? ` on port ${ports[found.indexOf(earlier)]}` : '';
    if (earlier !== undefined) yield hiddenBy(entry, earlier, hosts[0] as string, at);
    const key = pathKey(match?.path);
    const same = before.get(key);
    if (same === undefined) before.set(key, [{ entry, match, index }]);
    else same.push({ entry, match, index });
  }
}

interface Earlier {
  readonly entry: RouteEntry;
  readonly match: Match | undefined;
  readonly index: number;
}

function hiddenBy(entry: RouteEntry, earlier: RouteEntry, host: string, at: string) {
  const same = covers(withoutPort(entry.match), withoutPort(earlier.match));
  const origin = entryOrigin(entry);
  const other = entryOrigin(earlier);
  const where = `${other.item === origin.item ? '' : `${placeOf(other)} `}\`${formatPath(other.path)}\``;
  return findingAt(same ? 'GI0216' : 'GI0217', origin.item, origin.path, {
    message: same
      ? `\`${formatPath(origin.path)}\` matches the same requests for "${host}"${at} as ${where}`
      : `\`${formatPath(origin.path)}\` can never be reached${at}: ${where} takes all of its requests for "${host}"`,
    fix: same ? 'remove one of the two, or make their matches or ports differ' : 'remove it, or narrow the route before it',
  });
}

const isOn = ({ ports }: RouteEntry, port: number | undefined): boolean =>
  ports === undefined || (port !== undefined && ports.includes(port));

const withoutPort = (match: Match | undefined): Match | undefined => match && { ...match, port: undefined as unknown as number };

export const entryOrigin = ({ match, route }: RouteEntry): { item: Exposure['origin']['item']; path: Path } =>
  match?.origin ?? route.origin;

/** Narrower hosts of other exposures of the gateway: a wildcard must not take what is missing there. */
function narrower(hosts: readonly string[], all: readonly Exposure[]): RouteGroup['narrower'] {
  const found = new Map<string, Set<number | undefined>>();
  for (const exposure of all)
    for (const host of exposure.hosts) {
      if (hosts.includes(host) || !hosts.some((wide) => isSubsetOf(host, wide))) continue;
      const ports = found.get(host) ?? new Set();
      for (const { port } of exposure.attachments) ports.add(port);
      found.set(host, ports);
    }
  return [...found].map(([host, ports]) => ({ host, ports: ports.has(undefined) ? undefined : ([...ports] as number[]) }));
}
