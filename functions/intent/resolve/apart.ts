import { overlaps } from '../../mesh/hosts/host-name.ts';

/** Hosts that cover each other in different groups: Istio refuses a VirtualService that has both. */
export function apart(hosts: readonly string[]): string[][] {
  return hosts.reduce<string[][]>((groups, host) => {
    const free = groups.find((group) => !group.some((other) => overlaps(host, other)));
    if (free === undefined) return [...groups, [host]];
    free.push(host);
    return groups;
  }, []);
}
