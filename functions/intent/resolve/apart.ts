import { overlaps } from '../../hosts/host-name.ts';

/** Hosts that cover each other in different groups: Istio refuses a VirtualService that has both. */
export function apart(hosts: readonly string[]): string[][] {
  const groups: string[][] = [];
  for (const host of hosts) {
    const free = groups.find((group) => !group.some((other) => overlaps(host, other)));
    if (free === undefined) groups.push([host]);
    else free.push(host);
  }
  return groups;
}
