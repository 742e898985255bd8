import { isWildcard } from '../../hosts/host-name.ts';

/**
 * A host as the Host header may spell it: with a port, or without. Proxies find the host whatever the port is, but a policy compares the whole header; a pattern
 * can be open at one end only, so for a wildcard the usual ports are named one by one.
 */
export function hostForms(host: string, ports: readonly number[]): string[] {
  if (host === '*') return [host];
  return isWildcard(host) ? [host, ...ports.map((port) => `${host}:${port}`)] : [host, `${host}:*`];
}
