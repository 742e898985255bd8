import { type HostName, isWildcard } from '../../hosts/host-name.ts';

/** Values by host, found by the most specific host that covers a name in time linear in the length of the name. */
export interface HostIndex<Value> {
  /** The value of the most specific host that covers the given one: itself, else the longest wildcard. */
  find(host: HostName): { readonly host: HostName; readonly value: Value } | undefined;
  /** All values whose host covers the given name, most specific first. */
  covering(host: HostName): readonly Value[];
  get(host: HostName): Value | undefined;
  readonly size: number;
  entries(): Iterable<readonly [HostName, Value]>;
}

export function hostIndex<Value>(entries: Iterable<readonly [HostName, Value]>): HostIndex<Value> {
  const byHost = new Map(entries);
  const lengths = new Set([...byHost.keys()].filter(isWildcard).map((host) => host.length));

  function* candidates(host: HostName): Iterable<HostName> {
    yield host;
    if (lengths.size === 0) return;
    const name = isWildcard(host) ? host.slice(1) : host;
    for (let start = 0; start <= name.length; start++) {
      if (lengths.has(name.length - start + 1)) yield `*${name.slice(start)}`;
    }
  }

  return {
    find(host) {
      for (const candidate of candidates(host)) {
        const value = byHost.get(candidate);
        if (value !== undefined) return { host: candidate, value };
      }
      return undefined;
    },
    covering(host) {
      const found: Value[] = [];
      const seen = new Set<HostName>();
      for (const candidate of candidates(host)) {
        const value = byHost.get(candidate);
        if (value === undefined || seen.has(candidate)) continue;
        seen.add(candidate);
        found.push(value);
      }
      return found;
    },
    get: (host) => byHost.get(host),
    get size() {
      return byHost.size;
    },
    entries: () => byHost.entries(),
  };
}
