/**
 * Host arithmetic. A host is a name, `*`, or a wildcard `*rest` whose rest usually starts with a dot; all comparisons are of
 * text, as in Istio's `pkg/config/host`. Names are compared as they are: lower-case them first where Envoy does.
 */
export type HostName = string;

export function isWildcard(host: HostName): boolean {
  return host.startsWith('*');
}

/** Whether the two have a name in common. */
export function overlaps(a: HostName, b: HostName): boolean {
  if (!isWildcard(a)) return isWildcard(b) ? a.endsWith(b.slice(1)) : a === b;
  if (!isWildcard(b)) return b.endsWith(a.slice(1));
  return a.length < b.length ? b.slice(1).endsWith(a.slice(1)) : a.slice(1).endsWith(b.slice(1));
}

/** Whether every name of `a` is one of `b`. */
export function isSubsetOf(a: HostName, b: HostName): boolean {
  if (!isWildcard(b)) return a === b;
  if (!isWildcard(a)) return a.endsWith(b.slice(1));
  return a.length >= b.length && a.slice(1).endsWith(b.slice(1));
}

/** The more specific of each overlapping pair, without repetition, in the order of `a`. */
export function intersection(a: readonly HostName[], b: readonly HostName[]): readonly HostName[] {
  const common = new Set<HostName>();
  for (const left of a) {
    for (const right of b) {
      if (isSubsetOf(left, right)) common.add(left);
      else if (isSubsetOf(right, left)) common.add(right);
    }
  }
  return [...common];
}

/** Most specific first: names before wildcards, longer before shorter, then by alphabet. */
export function bySpecificity(a: HostName, b: HostName): number {
  if (isWildcard(a) !== isWildcard(b)) return isWildcard(a) ? 1 : -1;
  if (a.length !== b.length) return b.length - a.length;
  return a < b ? -1 : a > b ? 1 : 0;
}

const address = /^(\d{1,3}(\.\d{1,3}){3}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*)$/;

export function isAddress(host: string): boolean {
  return address.test(host);
}

/** The host without its port; IPv6 addresses keep their brackets off. */
export function withoutPort(authority: string): string {
  if (authority.startsWith('[')) {
    const end = authority.indexOf(']');
    return end < 0 ? authority : authority.slice(1, end);
  }
  const colon = authority.indexOf(':');
  return colon < 0 || authority.indexOf(':', colon + 1) >= 0 ? authority : authority.slice(0, colon);
}
