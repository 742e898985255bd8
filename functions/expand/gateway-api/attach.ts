import { bySpecificity, isSubsetOf, overlaps } from '../../hosts/host-name.ts';
import type { Gateway } from '../../intent/model.ts';
import type { Listener } from './listeners.ts';

/** An entry of `parentRefs`. */
export interface ParentReference {
  readonly name: string;
  readonly namespace?: string;
  readonly sectionName?: string;
  readonly port?: number;
}

/** What a route must be attached to. */
export interface Attachable {
  readonly gateway: Gateway;
  /** Namespace of the route. */
  readonly namespace: string;
  readonly hosts: readonly string[];
  /** Ports that it is served on; `undefined`: every one that has its hosts. */
  readonly ports?: readonly number[] | undefined;
  readonly protocols: readonly Listener['protocol'][];
}

/** The listeners that carry a route: for each of its hosts and ports the most specific one that has the host. */
export function listenersFor({ hosts, ports, protocols }: Attachable, listeners: readonly Listener[]): Listener[] {
  const fitting = listeners.filter(
    ({ port, protocol, server }) => !server.httpsRedirect && protocols.includes(protocol) && (ports === undefined || ports.includes(port)),
  );
  const chosen = new Set(
    hosts.flatMap((host) =>
      [...new Set(fitting.map(({ port }) => port))].flatMap((port) => {
        const covering = fitting.filter((listener) => listener.port === port && isSubsetOf(host, listener.host));
        return covering.sort((a, b) => bySpecificity(a.host, b.host)).slice(0, 1);
      }),
    ),
  );
  return listeners.filter((listener) => chosen.has(listener));
}

/** The references of a route to its gateway: the gateway alone where that means the same listeners, otherwise each of them by name. */
export function parentReferences(route: Attachable, listeners: readonly Listener[]): ParentReference[] {
  const { gateway, namespace, ports } = route;
  const base = { name: gateway.name, ...(gateway.namespace === namespace ? {} : { namespace: gateway.namespace }) };
  if (gateway.management === 'External')
    return ports === undefined ? [base] : ports.map((port) => ({ ...base, ...sectionOf(gateway, port) }));
  const wanted = listenersFor(route, listeners);
  const reachable = listeners.filter(
    ({ protocol, host }) => route.protocols.includes(protocol) && route.hosts.some((own) => overlaps(own, host)),
  );
  if (wanted.length === reachable.length) return [base];
  return wanted.map(({ name }) => ({ ...base, sectionName: name }));
}

/** A listener of another package's gateway: by its name where the intent tells it. */
function sectionOf({ spec }: Gateway, port: number): Pick<ParentReference, 'sectionName' | 'port'> {
  const named = (spec.listeners ?? []).filter((listener) => listener.port === port);
  const [only] = named;
  return named.length === 1 && only?.name !== undefined ? { sectionName: only.name } : { port };
}
