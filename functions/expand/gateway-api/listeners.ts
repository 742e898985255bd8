import type { Gateway, Server, ServerTLS } from '../../intent/model.ts';
import { hostName } from '../../intent/resolve/host-name.ts';
import { httpProtocols } from '../../intent/resolve/tls.ts';

/** One port with one host and one certificate: a listener of a Gateway. */
export interface Listener {
  /** Unique in the gateway; routes name it. */
  readonly name: string;
  readonly port: number;
  /** `*`: every host. */
  readonly host: string;
  readonly protocol: 'HTTP' | 'HTTPS' | 'TLS' | 'TCP' | 'UDP';
  readonly server: Server;
  /** Namespaces whose routes may attach, as the intent gives them; `undefined`: nothing is said. */
  readonly namespaces: readonly string[] | '*' | undefined;
}

/**
 * The listeners of a gateway: one for each server and host. Names serve as names of Service ports too, so they are labels. Where a port has several, they are
 * named for their hosts: routes name them, and must not have to change because another host comes or goes.
 */
export function listenersOf(gateway: Gateway): Listener[] {
  const listeners = gateway.servers.flatMap((server) =>
    server.hosts.map(({ host, namespaces }) => listener(gateway, server, host, namespaces)),
  );
  const taken = new Set<string>();
  return listeners.map((entry) => {
    const { server, host } = entry;
    const { kind } = server;
    const long = `${kind}-${hostName(host)}`;
    const first = listeners.filter((other) => other.server.kind === kind).length === 1 ? kind : long;
    const numbered = Array.from({ length: listeners.length }, (_, index) => `${kind.slice(0, 58)}-${index + 2}`);
    const name = [first, long, ...numbered].find((candidate) => candidate.length <= 63 && !taken.has(candidate)) as string;
    taken.add(name);
    return { ...entry, name };
  });
}

function listener(gateway: Gateway, server: Server, host: string, namespaces: readonly string[] | undefined): Listener {
  const { port, protocol, tls } = server;
  return {
    name: server.name,
    port,
    host,
    protocol: wireProtocol(protocol, tls),
    server,
    namespaces: namespaces ?? (gateway.spec.allow === undefined && !isForAll(gateway, host) ? undefined : '*'),
  };
}

/** A declared listener that says `*` for the namespace. */
const isForAll = ({ spec }: Gateway, host: string): boolean => (spec.listeners ?? []).some(({ hosts = [] }) => hosts.includes(`*/${host}`));

function wireProtocol(protocol: Server['protocol'], tls: ServerTLS | undefined): Listener['protocol'] {
  if (protocol === 'UDP') return 'UDP';
  if (!httpProtocols.has(protocol)) return tls === undefined ? 'TCP' : 'TLS';
  return tls === undefined ? 'HTTP' : 'HTTPS';
}
