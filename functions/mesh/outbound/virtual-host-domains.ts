import type { HostName } from '../../hosts/host-name.ts';
import { isAddress } from '../../hosts/host-name.ts';
import { aliasesOfService } from '../hosts/qualify.ts';
import type { Service } from '../registry/service.ts';

/** The names under which pods of a namespace may write a host, besides the host itself (`GenerateAltVirtualHosts`). */
export function alternatesOf(host: HostName, namespace: string, clusterDomain: string): readonly HostName[] {
  const absolute = isAddress(host) ? [] : [`${host}.`];
  return [...absolute, ...aliasesOfService(host, namespace, clusterDomain)];
}

/** The authorities under which a service is called. */
export interface ServiceDomains {
  readonly domains: readonly string[];
  /** Those of them that give way to services that really have that name. */
  readonly alternates: ReadonlySet<string>;
}

export function domainsOfService(
  service: Service,
  address: string,
  names: { readonly namespace: string; readonly clusterDomain: string; readonly aliases: readonly HostName[] },
): ServiceDomains {
  const all = [service.host.toLowerCase(), ...names.aliases];
  const alternates = all.map((host) => alternatesOf(host, names.namespace, names.clusterDomain));
  const domains = all.flatMap((host, index) => [host, ...(alternates[index] ?? [])]);
  const headless = service.registry === 'kubernetes' && service.resolution === 'NONE';
  return {
    domains: [...domains, ...(headless ? domains.map((domain) => `*.${domain}`) : []), ...(isOneAddress(address) ? [address] : [])],
    alternates: new Set(alternates.flat()),
  };
}

/** Ranges are written as they are, and nobody calls them so. */
function isOneAddress(address: string): boolean {
  return isAddress(address) && address !== '0.0.0.0';
}
