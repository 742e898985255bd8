import { type HostName, isSubsetOf, isWildcard } from '../../hosts/host-name.ts';
import { fewOrAll, lazy } from '../lazy.ts';
import type { Service } from '../registry/service.ts';
import type { RouteTable, VirtualHost } from '../routes/route.ts';
import { domainsIn, outboundVirtualHosts, servicesOn, type TableParts } from './outbound-table.ts';

/**
 * Those virtual hosts that cover one of some names, worked out with the rules that matter to them: those for the names, for all names of the services that are
 * meant, and for services that compete for one of these. `undefined` where that cannot be told without all rules: which of them fits a service best.
 */
function virtualHostsFor(wanted: readonly HostName[], port: number, parts: TableParts): readonly VirtualHost[] | undefined {
  if (!parts.scope.isSeldomAsked) return undefined;
  const all = [...servicesOn(port, parts).values()].map((service) => ({ host: service.host, ...domainsIn(parts, service) }));
  const isCovered = (domain: HostName) => wanted.some((name) => isSubsetOf(name, domain));
  const meant = all.filter(({ domains }) => domains.some(isCovered));
  const names = new Set([...wanted, ...meant.flatMap(({ domains }) => domains)]);
  const rivals = all.filter(({ domains }) => domains.some((domain) => names.has(domain)));
  const hosts = new Set(rivals.map(({ host }) => host.toLowerCase()));
  const rules = parts.scope.covering([...new Set([...names, ...hosts])]);
  if (!rules || rules.some(({ hosts }) => hosts.some(isWildcard))) return undefined;
  return outboundVirtualHosts(port, parts, { rules, hosts }).filter(({ domains }) => domains.some(isCovered));
}

/** The table that all HTTP services of a port share; what they do not know is passed on, or ended. */
export function sharedTable(
  port: number,
  whole: () => readonly VirtualHost[],
  unknown: VirtualHost,
  parts: TableParts | undefined,
): RouteTable {
  const name = String(port);
  const all = lazy((): RouteTable => ({ name, virtualHosts: [...whole(), unknown] }));
  const partFor = (host: HostName): RouteTable => {
    const found = parts && virtualHostsFor([host], port, parts);
    return found ? { name, virtualHosts: [...found, unknown] } : all();
  };
  return {
    name,
    get virtualHosts() {
      return all().virtualHosts;
    },
    partFor: fewOrAll(partFor, all),
  };
}

/** The table of one service whose protocol is found out: every host that is called at its address means it. */
export function ownTable(port: number, service: Service, whole: () => readonly VirtualHost[], parts: TableParts | undefined): RouteTable {
  const name = `${service.host}:${port}`;
  const found = (parts && virtualHostsFor([service.host, name], port, parts)) ?? whole();
  const own = found.filter((host) => host.domains.some((domain) => domain === service.host || domain === name));
  const [only] = own;
  return { name, virtualHosts: own.length === 1 && only ? [{ ...only, domains: ['*'] }] : own };
}
