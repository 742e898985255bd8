import { isWildcard, withoutPort } from '../../hosts/host-name.ts';
import type { RouteTable, VirtualHost } from '../routes/route.ts';

interface Domains {
  readonly exact: ReadonlyMap<string, VirtualHost>;
  /** By what follows the star. */
  readonly suffixes: ReadonlyMap<string, VirtualHost>;
  readonly everything: VirtualHost | undefined;
}

const known = new WeakMap<RouteTable, Domains>();

/** The virtual host of an authority, as Envoy finds it: the name itself, the longest wildcard, `*`. Ports do not count. */
export function matchHost(table: RouteTable, authority: string): VirtualHost | undefined {
  const host = withoutPort(authority).toLowerCase();
  const { exact, suffixes, everything } = domainsOf(table.partFor?.(host) ?? table);
  const own = exact.get(host);
  if (own) return own;
  for (let start = 1; start < host.length; start++) {
    const wildcard = suffixes.get(host.slice(start));
    if (wildcard) return wildcard;
  }
  return everything;
}

function domainsOf(table: RouteTable): Domains {
  const made = known.get(table) ?? domains(table);
  known.set(table, made);
  return made;
}

function domains(table: RouteTable): Domains {
  const exact = new Map<string, VirtualHost>();
  const suffixes = new Map<string, VirtualHost>();
  for (const virtualHost of table.virtualHosts) {
    for (const domain of virtualHost.domains) {
      if (!isWildcard(domain)) exact.set(domain, virtualHost);
      else if (domain !== '*') suffixes.set(domain.slice(1), virtualHost);
    }
  }
  return { exact, suffixes, everything: table.virtualHosts.find((virtualHost) => virtualHost.domains.includes('*')) };
}
