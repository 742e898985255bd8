import { type HostName, isSubsetOf, isWildcard } from '../../hosts/host-name.ts';
import { groupBy } from '../../krm/group-by.ts';
import { hostIndex } from './host-index.ts';
import type { ScopedHost } from './qualify.ts';

/** The hosts of one server, ready to be compared with those of many routes. */
export interface HostSet {
  /** What the routes of an object in `namespace` with these hosts may serve here: the narrower name of every overlapping pair. */
  intersect(hosts: readonly HostName[], namespace: string): readonly HostName[];
}

export function hostSet(hosts: readonly ScopedHost[]): HostSet {
  const index = hostIndex(groupBy(hosts, (host) => host.name));
  const wildcards = (other: HostName) =>
    isWildcard(other) ? hosts.filter((host) => host.name !== other && isSubsetOf(host.name, other)) : [];
  return {
    intersect(others, namespace) {
      const mayUse = (entry: ScopedHost) => entry.namespace === undefined || entry.namespace === namespace;
      const common = others.flatMap((other) => [
        ...(index.covering(other).some((entries) => entries.some(mayUse)) ? [other] : []),
        ...wildcards(other)
          .filter(mayUse)
          .map((host) => host.name),
      ]);
      return [...new Set(common)];
    },
  };
}
