/**
 * An address for an outside host of a TCP protocol, always the same one for the same host. Sidecars that see such a host without an address would take every
 * connection to its port. Nobody connects to it: 240.0.0.0/4 is reserved by RFC 1112, and Istio itself gives out 240.240.0.0/16.
 */
export function reservedAddress(host: string): string {
  const sum = [...host].reduce((hash, letter) => Math.imul(hash ^ (letter.codePointAt(0) as number), 16777619) >>> 0, 2166136261);
  return `240.${(sum >>> 16) % 240}.${(sum >>> 8) & 255}.${sum & 255}`;
}
