import { isAddress } from './address.ts';
import { wildcardDomainProblem } from './domain.ts';

/**
 * What a host of a VirtualService must be, where it is not: a DNS name, perhaps with a wildcard in its first label, or an address.
 * `bySni`: also what proxies send between clusters, `outbound_.80_._.reviews.default.svc.cluster.local`.
 */
export function virtualHostProblem(host: string, bySni: boolean): string | undefined {
  if (bySni && host.startsWith('outbound_') && host.length <= 255) {
    const [, port, , service] = host.split('_');
    if (/\d/.test(port ?? '') && /[a-zA-Z]/.test(service ?? '')) return undefined;
    return `must be "outbound_.PORT_.SUBSET_.HOST", not ${JSON.stringify(host)}`;
  }
  const problem = wildcardDomainProblem(host);
  return problem !== undefined && isAddress(host) ? undefined : problem;
}
