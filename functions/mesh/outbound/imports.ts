import { type HostName, isSubsetOf, isWildcard, overlaps } from '../../hosts/host-name.ts';
import { groupBy } from '../../krm/group-by.ts';
import { hostIndex } from '../hosts/host-index.ts';
import type { ImportedHost } from './sidecar.ts';

/** What the hosts of one egress listener let in (`pilot/pkg/model/sidecar.go` hostClassification). */
export interface Imports {
  /** Whether a service of a namespace is known. */
  takesService(namespace: string, host: HostName): boolean;
  /** Whether the name of an ExternalName Service that stands for an imported one is known, too: its own namespace does not count. */
  takesAlias(service: { readonly namespace: string; readonly host: HostName }, alias: HostName): boolean;
  /** Whether rules for a host, written in a namespace, are known. Those for a wildcard are, if they may concern an imported host. */
  takesRules(namespace: string, hosts: readonly HostName[], semantics: 'istio' | 'gateway-api'): boolean;
}

/** Every host of every namespace: where no Sidecar holds, or one writes nothing. */
export const everything: Imports = { takesService: () => true, takesAlias: () => true, takesRules: () => true };

interface Scope {
  includes(host: HostName): boolean;
  excludes(host: HostName): boolean;
  mayConcern(host: HostName): boolean;
}

export function imports(hosts: readonly ImportedHost[], namespace: string): Imports {
  const groups = groupBy(hosts, (host) => (host.namespace === '.' ? namespace : host.namespace));
  const scopes = new Map([...groups].map(([name, group]) => [name, scopeOf(group)]));
  const everywhere = scopes.get('*');
  const applying = (owner: string) => [scopes.get(owner), everywhere].filter((scope) => scope !== undefined);
  return {
    takesService(owner, host) {
      const scopesOfOwner = applying(owner);
      return !scopesOfOwner.some((scope) => scope.excludes(host)) && scopesOfOwner.some((scope) => scope.includes(host));
    },
    takesAlias({ namespace: owner, host }, alias) {
      return (
        applying(owner)
          .find((scope) => scope.includes(host))
          ?.includes(alias) === true
      );
    },
    takesRules(owner, ruleHosts, semantics) {
      const scopesOfOwner = applying(owner);
      return ruleHosts.some(
        (host) =>
          !scopesOfOwner.some((scope) => scope.excludes(host)) &&
          scopesOfOwner.some((scope) => (semantics === 'istio' ? scope.mayConcern(host) : scope.includes(host))),
      );
    },
  };
}

function scopeOf(hosts: readonly ImportedHost[]): Scope {
  const included = hosts.filter((host) => !host.excluded).map((host) => host.host);
  const index = hostIndex(included.map((host) => [host, true]));
  const excluded = hosts.filter((host) => host.excluded).map((host) => host.host);
  const includes = (host: HostName) => index.find(host) !== undefined;
  return {
    includes,
    excludes: (host) => excluded.some((entry) => isSubsetOf(host, entry)),
    mayConcern: (host) => includes(host) || (isWildcard(host) && included.some((entry) => overlaps(host, entry))),
  };
}
