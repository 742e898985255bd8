const octet = /^(?:0|[1-9]\d{0,2})$/;
const group = /^[0-9a-fA-F]{1,4}$/;

export function isIpv4(text: string): boolean {
  const octets = text.split('.');
  return octets.length === 4 && octets.every((part) => octet.test(part) && Number(part) < 256);
}

/** An IPv6 address as Go's netip reads it: with `::` at most once, an IPv4 tail, and a zone. */
export function isIpv6(text: string): boolean {
  const zone = text.indexOf('%');
  if (zone >= 0) return zone < text.length - 1 && isIpv6(text.slice(0, zone));
  const halves = text.split('::');
  if (halves.length > 2) return false;
  const parts = halves.map((half) => (half === '' ? [] : half.split(':')));
  const all = parts.flat();
  const tail = all.at(-1);
  const tailed = tail?.includes('.') === true && isIpv4(tail);
  const groups = tailed ? all.slice(0, -1) : all;
  const size = groups.length + (tailed ? 2 : 0);
  if (tailed && halves.length === 2 && parts[1]?.length === 0) return false;
  return groups.every((entry) => group.test(entry)) && (halves.length === 2 ? size <= 7 : size === 8);
}

export const isAddress = (text: string): boolean => isIpv4(text) || isIpv6(text);

/** `10.0.0.0/8` or `2001:db8::/32`, without a zone. */
export function isCidr(text: string): boolean {
  const slash = text.lastIndexOf('/');
  if (slash < 0) return false;
  const address = text.slice(0, slash);
  const bits = text.slice(slash + 1);
  if (!/^(?:0|[1-9]\d{0,2})$/.test(bits) || address.includes('%')) return false;
  return isIpv4(address) ? Number(bits) <= 32 : isIpv6(address) && Number(bits) <= 128;
}
