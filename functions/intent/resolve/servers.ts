import { formatPath } from '../../diagnostics/path.ts';
import { isSubsetOf } from '../../hosts/host-name.ts';
import { findingAt } from '../../krm/finding-at.ts';
import { groupBy } from '../../krm/group-by.ts';
import type { Exposure, Family, Gateway, Server, ServerHost } from '../model.ts';
import { hostName } from './host-name.ts';
import { plainInsideRedirects } from './plain-inside-redirects.ts';
import type { Report } from './report.ts';
import { familyOf, placeOf, type ServerEntry, serverEntries, tlsKey } from './server-entries.ts';
import { httpProtocols } from './tls.ts';

/**
 * What a gateway listens on. One server for each port and certificate; families never share a port, and a host is never in two servers of a port:
 * Istio drops a whole server, or Envoy a whole listener, where they do.
 */
export function serversOf(gateway: Gateway, exposures: readonly Exposure[], report: Report): Server[] {
  const entries = serverEntries(gateway, exposures, report);
  for (const problem of plainInsideRedirects(gateway, entries)) report(problem);
  const ports = [...new Set(entries.map(({ port }) => port))].sort((a, b) => a - b);
  const servers = ports.flatMap((port) =>
    portServers(
      gateway,
      entries.filter((entry) => entry.port === port),
      report,
    ),
  );
  return named(servers);
}

function portServers(gateway: Gateway, entries: readonly ServerEntry[], report: Report): Server[] {
  const [first] = entries as readonly [ServerEntry, ...ServerEntry[]];
  const family = familyOf(first);
  for (const entry of entries) if (familyOf(entry) !== family) report(familyClash(gateway, first, entry));
  const fitting = entries.filter((entry) => familyOf(entry) === family);
  if (family === 'tcp' || family === 'udp') return [tcpServer(gateway, fitting, report)];
  const groups = groupBy(fitting, (entry) => groupKey(entry, family));
  if (family === 'tls') for (const problem of sameHosts(gateway, [...groups.values()])) report(problem);
  return [...groups.values()].map((group) => merged(group));
}

/** Redirects apart from routes, certificates apart from each other, and TLS that ends in TCP apart by exposure: its routes go by the server. */
function groupKey(entry: ServerEntry, family: Family): string {
  if (family === 'http') return entry.redirect ? 'redirect' : 'http';
  const terminated = entry.tls?.mode !== 'Passthrough' && entry.tls?.mode !== 'AutoPassthrough';
  const inner = httpProtocols.has(entry.protocol)
    ? 'http'
    : terminated
      ? `tcp ${entry.exposure?.origin.path.join('.')} ${entry.exposure?.intent.key}`
      : 'sni';
  return `${inner} ${tlsKey(entry.tls)}`;
}

function merged(group: readonly ServerEntry[]): Server {
  const [first] = group as readonly [ServerEntry, ...ServerEntry[]];
  const protocols = new Set(group.map(({ protocol }) => protocol));
  return {
    name: group.find(({ name }) => name !== undefined)?.name ?? '',
    kind: '',
    port: first.port,
    protocol: protocols.size === 1 ? first.protocol : 'HTTP',
    hosts: mergedHosts(group.flatMap(({ hosts }) => hosts)),
    tls: first.tls,
    httpsRedirect: first.redirect,
    origins: group.map(({ origin }) => origin),
  };
}

/** Each host once, with all of its namespaces; without those that a wider one has already. */
function mergedHosts(hosts: readonly ServerHost[]): ServerHost[] {
  const byHost = groupBy(hosts, ({ host }) => host);
  const merged = [...byHost].map(([host, same]) => ({
    host,
    namespaces: same.some(({ namespaces }) => namespaces === undefined)
      ? undefined
      : [...new Set(same.flatMap(({ namespaces }) => namespaces ?? []))].sort(),
  }));
  return merged.filter((narrow) => !merged.some((wide) => wide !== narrow && includes(wide, narrow)));
}

function includes(wide: ServerHost, narrow: ServerHost): boolean {
  const namespaces = wide.namespaces === undefined || (narrow.namespaces?.every((name) => wide.namespaces?.includes(name)) ?? false);
  return namespaces && isSubsetOf(narrow.host, wide.host);
}

function tcpServer(gateway: Gateway, entries: readonly ServerEntry[], report: Report): Server {
  const routed = entries.filter(({ exposure }) => exposure !== undefined);
  const [first, second] = routed;
  if (first !== undefined && second !== undefined)
    report(
      findingAt('GI0213', second.origin.item, second.origin.path, {
        message: `port ${second.port} of gateway "${gateway.key}" already carries ${first.protocol} of ${placeOf(first.origin)} (\`${formatPath(first.origin.path)}\`)`,
        fix: 'use another port: without TLS there is no name to tell the two apart by',
      }),
    );
  return { ...merged(entries), protocol: (first ?? (entries[0] as ServerEntry)).protocol, hosts: [{ host: '*', namespaces: undefined }] };
}

function familyClash(gateway: Gateway, first: ServerEntry, entry: ServerEntry) {
  const words: Record<Family, string> = { http: 'plain HTTP', tls: 'TLS', tcp: `plain ${first.protocol}`, udp: 'UDP' };
  const own: Record<Family, string> = { ...words, tcp: `plain ${entry.protocol}` };
  return findingAt('GI0212', entry.origin.item, entry.origin.path, {
    message: `port ${entry.port} of gateway "${gateway.key}" cannot carry both ${own[familyOf(entry)]} and ${words[familyOf(first)]} (${placeOf(first.origin)}, \`${formatPath(first.origin.path)}\`)`,
    fix: 'give one of the two another port',
  });
}

function* sameHosts(gateway: Gateway, groups: readonly (readonly ServerEntry[])[]) {
  const owner = new Map<string, { entry: ServerEntry; group: number }>();
  const all = groups.flatMap((entries, group) => entries.flatMap((entry) => entry.hosts.map(({ host }) => ({ host, entry, group }))));
  for (const { host, entry, group } of all) {
    const other = owner.get(host);
    if (other === undefined) owner.set(host, { entry, group });
    else if (other.group !== group) yield differentTLS(gateway, host, entry, other.entry);
  }
}

function differentTLS(gateway: Gateway, host: string, entry: ServerEntry, other: ServerEntry) {
  const reencrypts = host === '*' && entry.exposure?.hosts.includes('*') === false;
  const why = reencrypts ? ": with `termination: Reencrypt` OpenShift's router sends no server name to tell certificates apart by" : '';
  return findingAt('GI0214', entry.origin.item, entry.origin.path, {
    message: `"${reencrypts ? entry.exposure?.hosts[0] : host}" on port ${entry.port} of gateway "${gateway.key}" has different TLS here and in ${placeOf(other.origin)} (\`${formatPath(other.origin.path)}\`)`,
    fix: `use the same \`tls\` in both, or another port or gateway for one of them${why}`,
  });
}

const usual: Readonly<Record<string, number>> = { http: 80, https: 443 };

/** `http`, `https`, `https-9443`, `mongo-27017`. */
function kindOf({ port, protocol, tls }: Server): string {
  const kind = tls === undefined ? protocol.toLowerCase() : httpProtocols.has(protocol) ? 'https' : 'tls';
  return usual[kind] === port ? kind : `${kind}-${port}`;
}

/**
 * Names that are unique in the gateway. Several servers of a port are told apart by what is their own, the certificate or the host, and not by a number: then one
 * more, or one less, leaves the names of the others as they are.
 */
function named(servers: readonly Server[]): Server[] {
  const kinds = servers.map((server) => ({ ...server, kind: server.name === '' ? kindOf(server) : server.name }));
  const taken = new Set(servers.map(({ name }) => name).filter((name) => name !== ''));
  return kinds.map((server) => {
    if (server.name !== '') return server;
    const { kind, httpsRedirect, hosts } = server;
    const isOnly = kinds.filter((other) => other.kind === kind && other.httpsRedirect === httpsRedirect).length === 1;
    const own = `${kind}-${ownPart(server)}`;
    const candidates = [
      ...(isOnly ? [httpsRedirect && taken.has(kind) ? `${kind}-redirect` : kind] : []),
      own,
      `${kind}-${hostName(hosts[0]?.host ?? '*')}`,
      ...Array.from({ length: servers.length }, (_, index) => `${own}-${index + 2}`),
    ];
    const name = candidates.find((candidate) => !taken.has(candidate)) as string;
    taken.add(name);
    return { ...server, name };
  });
}

function ownPart({ tls, hosts }: Server): string {
  if (tls?.mode === 'Passthrough') return 'passthrough';
  return tls?.secretName?.replaceAll('.', '-') ?? hostName(hosts[0]?.host ?? '*');
}
