import { isSubsetOf, overlaps } from '../../hosts/host-name.ts';
import { findingAt } from '../../krm/finding-at.ts';
import type { Origin } from '../../krm/item.ts';
import type { Exposure, Family, Gateway, Protocol, ServerHost, ServerTLS } from '../model.ts';
import type { Report } from './report.ts';
import { routeNamespace } from './route-namespace.ts';
import { httpProtocols, serverTLS } from './tls.ts';

/** One wish for a listener: a declared listener, an exposure on a port, or a redirect that follows from TLS. */
export interface ServerEntry {
  readonly port: number;
  readonly protocol: Protocol;
  readonly tls: ServerTLS | undefined;
  readonly hosts: readonly ServerHost[];
  readonly redirect: boolean;
  readonly name: string | undefined;
  /** Whose routes it carries; absent for declared listeners and redirects. */
  readonly exposure: Exposure | undefined;
  readonly origin: Origin;
}

export const familyOf = ({ protocol, tls }: Pick<ServerEntry, 'protocol' | 'tls'>): Family =>
  protocol === 'UDP' ? 'udp' : tls !== undefined ? 'tls' : httpProtocols.has(protocol) ? 'http' : 'tcp';

/** Everything that a gateway must listen on, before servers are made of it. */
export function serverEntries(gateway: Gateway, exposures: readonly Exposure[], report: Report): ServerEntry[] {
  const declared = declaredEntries(gateway);
  const open = [...declared];
  const namespaces = routeNamespaces(gateway, exposures);
  for (const exposure of exposures)
    for (const { port, protocol, tls, origin } of exposure.attachments) {
      if (port === undefined) continue;
      const entry = { port, protocol, tls, redirect: false, name: undefined, exposure, origin };
      const hosts = exposure.hosts
        .map((host) => opened(serverHost(host, namespaces, exposure), exposure, gateway))
        .filter(({ host }) => !declared.some((listener) => covers(listener, { ...entry, hosts: [] }, host)));
      if (hosts.length > 0 || familyOf(entry) === 'tcp') open.push({ ...entry, hosts });
    }
  return [...open, ...redirectEntries(gateway, exposures, open, namespaces, report)];
}

/** OpenShift's router sends no server name when it encrypts again, so the server must take connections without one. */
const opened = (host: ServerHost, exposure: Exposure, gateway: Gateway): ServerHost =>
  (exposure.openshiftRoute ?? gateway.spec.openshiftRoute)?.termination === 'Reencrypt' ? { ...host, host: '*' } : host;

/** Whether a declared listener serves a host already, on the same port and with the same TLS. */
function covers(listener: ServerEntry, entry: ServerEntry, host: string): boolean {
  return (
    listener.port === entry.port &&
    familyOf(listener) === familyOf(entry) &&
    !listener.redirect &&
    tlsKey(listener.tls) === tlsKey(entry.tls) &&
    listener.hosts.some((wide) => isSubsetOf(host, wide.host))
  );
}

export const tlsKey = (tls: ServerTLS | undefined): string => JSON.stringify(tls, Object.keys(tls ?? {}).sort()) ?? '';

type RouteNamespaces = ReadonlyMap<string, string> | undefined;

/** Where the HTTP routes of each host live; only of interest once the gateway says whom its hosts are given to. */
function routeNamespaces(gateway: Gateway, exposures: readonly Exposure[]): RouteNamespaces {
  if (gateway.spec.allow === undefined) return undefined;
  const http = exposures.filter(({ family }) => family === 'http');
  const hosts = [...new Set(http.flatMap((exposure) => exposure.hosts))];
  return new Map(
    hosts.map((host) => [
      host,
      routeNamespace(
        http.filter((exposure) => exposure.hosts.includes(host)),
        gateway,
      ),
    ]),
  );
}

/** A host that only the namespace of its routes may use. */
function serverHost(host: string, namespaces: RouteNamespaces, exposure: Exposure): ServerHost {
  return { host, namespaces: namespaces && [exposure.family === 'http' ? (namespaces.get(host) as string) : exposure.namespace] };
}

function declaredEntries(gateway: Gateway): ServerEntry[] {
  const { item, path } = gateway.origin;
  return (gateway.spec.listeners ?? []).flatMap((listener, index) => {
    const tls = listener.httpsRedirect ? undefined : serverTLS(listener.tls, gateway.spec.tls, listener.protocol, listener.port);
    const entry: ServerEntry = {
      port: listener.port,
      protocol: listener.protocol,
      tls,
      hosts: (listener.hosts ?? ['*']).flatMap((written) => listenerHosts(written, gateway)),
      redirect: listener.httpsRedirect === true,
      name: listener.name,
      exposure: undefined,
      origin: { item, path: [...path, 'listeners', index] },
    };
    return [entry];
  });
}

/** `namespace/host` as written; otherwise the namespaces that `allow` gives the host to. */
function listenerHosts(written: string, gateway: Gateway): ServerHost[] {
  const slash = written.indexOf('/');
  const host = written.slice(slash + 1);
  if (slash >= 0) {
    const namespace = written.slice(0, slash);
    return [{ host, namespaces: namespace === '*' ? undefined : [namespace === '.' ? gateway.namespace : namespace] }];
  }
  const { allow } = gateway.spec;
  if (allow === undefined) return [{ host, namespaces: undefined }];
  const given = allow
    .filter((entry) => (entry.hosts ?? ['*']).some((wide) => overlaps(host, wide)))
    .flatMap(({ namespaces }) => namespaces);
  if (given.includes('*')) return [{ host, namespaces: undefined }];
  return [{ host, namespaces: [...new Set([gateway.namespace, gateway.intent.namespace, ...given])] }];
}

/** Port 80 for hosts whose TLS redirects, unless something serves them there. */
function redirectEntries(
  gateway: Gateway,
  exposures: readonly Exposure[],
  open: readonly ServerEntry[],
  namespaces: RouteNamespaces,
  report: Report,
): ServerEntry[] {
  const ofListeners = listenerRedirects(gateway, open);
  const served = (host: string) =>
    open.find(
      (entry) => entry.port === 80 && entry.hosts.some((other) => (entry.exposure ? host === other.host : isSubsetOf(host, other.host))),
    );
  const redirected = ofListeners.flatMap(({ hosts }) => hosts).filter(({ host }) => served(host) === undefined);
  const covered = (host: string): boolean => redirected.some((wide) => isSubsetOf(host, wide.host));
  const wishes = [
    ...exposures.flatMap((exposure) =>
      exposure.attachments
        .filter(({ redirect }) => redirect !== undefined)
        .map(({ redirect, origin }) => ({
          redirect,
          origin,
          hosts: exposure.hosts.filter((host) => !covered(host)).map((host) => serverHost(host, namespaces, exposure)),
        })),
    ),
    ...ofListeners,
  ];
  return wishes.flatMap(({ redirect, origin, hosts }): ServerEntry[] => {
    const free = hosts.filter(({ host }) => served(host) === undefined);
    const routed = (host: string) => exposures.some((exposure) => exposure.isRedirect && exposure.hosts.includes(host));
    const taken = hosts.find(({ host }) => served(host) !== undefined && !served(host)?.redirect && !routed(host));
    if (redirect === 'asked' && taken !== undefined)
      report(
        findingAt('GI0211', origin.item, [...origin.path, 'tls', 'httpsRedirect'], {
          message: `port 80 of "${taken.host}" cannot both redirect and be served: ${placeOf(served(taken.host)?.origin)} serves it on gateway "${gateway.key}"`,
          fix: 'remove one of the two',
        }),
      );
    // Istio finds the hosts of a redirect by their plain names: with a namespace before them nothing would redirect.
    const names = free.map(({ host }) => ({ host, namespaces: undefined }));
    return free.length === 0
      ? []
      : [{ port: 80, protocol: 'HTTP', tls: undefined, hosts: names, redirect: true, name: undefined, exposure: undefined, origin }];
  });
}

function listenerRedirects(
  gateway: Gateway,
  open: readonly ServerEntry[],
): { redirect: 'asked' | 'default'; origin: Origin; hosts: readonly ServerHost[] }[] {
  return (gateway.spec.listeners ?? []).flatMap((listener, index) => {
    const entry = open[index];
    if (entry?.tls?.mode !== 'Terminate' || !httpProtocols.has(entry.protocol)) return [];
    const written = listener.tls?.httpsRedirect ?? gateway.spec.tls?.httpsRedirect;
    if (written === false || (written === undefined && entry.port !== 443)) return [];
    return [{ redirect: written ? ('asked' as const) : ('default' as const), origin: entry.origin, hosts: entry.hosts }];
  });
}

/** `GatewayIntent "shop/web" (spec.expose[0])` of an origin. */
export function placeOf(origin: Origin | undefined): string {
  if (origin === undefined) return 'another listener';
  const { id } = origin.item;
  return `GatewayIntent "${id.namespace}/${id.name}"`;
}
