import { isSubsetOf, overlaps, withoutPort } from '../hosts/host-name.ts';
import type { Field } from '../mesh/field.ts';
import type { Attachment } from '../mesh/gateway-api/parent.ts';
import { asRecord, asTexts } from '../mesh/loose.ts';
import type { Mesh } from '../mesh/mesh.ts';
import type { Decision, Hop } from '../mesh/trace/trace-result.ts';
import { hiddenHosts } from './unknown-host.ts';

interface Miss {
  readonly because: string;
  readonly field: Field | undefined;
}

/** More than this many are nobody's reading. */
const most = 20;

/** What nearly took the request, the nearest first, and how many more there are. */
export function nearMisses(mesh: Mesh, hop: Hop, decision: Decision): { readonly shown: readonly Miss[]; readonly more: number } {
  const all = missesOf(mesh, hop, decision);
  return { shown: all.slice(0, most), more: Math.max(0, all.length - most) };
}

function missesOf(mesh: Mesh, hop: Hop, decision: Decision): readonly Miss[] {
  const told = [...decision.rejected].sort((a, b) => Number(isPath(a)) - Number(isPath(b)));
  const isUnknown = hop.at === 'outbound' && decision.what === 'destination' && decision.because.startsWith('not known');
  if (isUnknown) return hiddenHosts(mesh, hop);
  if (decision !== hop.decisions.at(-1) || told.length > 0 || !hop.end) return told;
  if (hop.end.kind !== 'unreachable') return told;
  switch (hop.end.reason) {
    case 'no-virtual-host':
      return [...refusedRoutes(mesh, hop), ...otherHosts(hop)];
    case 'no-chain':
      return [...refusedRoutes(mesh, hop), ...otherChains(hop)];
    case 'no-listener':
      return hop.at === 'gateway' ? otherPorts(mesh, hop) : [];
    case 'no-entry':
      return hop.at === 'router' ? otherRoutes(mesh, hop) : otherGateways(mesh, hop);
    case 'blocked':
      return hiddenHosts(mesh, hop);
    case 'no-route':
      return refusedRoutes(mesh, hop);
    default:
      return told;
  }
}

/** Another path is the least interesting reason: most routes have one. */
function isPath({ because }: Miss): boolean {
  return because.startsWith('path ');
}

/** Hosts that share the last labels with the one that was asked for come first. */
function otherHosts({ chain, request }: Hop): readonly Miss[] {
  if (chain?.handler.kind !== 'http') return [];
  const likeness = likenessTo(request.host);
  const hosts = chain.handler.table.virtualHosts.flatMap(({ domains, fields }) =>
    domains.map((domain) => ({ field: fields[0], because: `this port serves host "${domain}"`, likeness: likeness(domain) })),
  );
  return hosts.sort((a, b) => b.likeness - a.likeness);
}

/** Routes of the Gateway API that name a Gateway of these pods, and that it does not take. */
function refusedRoutes(mesh: Mesh, { workload, request }: Hop): readonly Miss[] {
  const proxy = workload && mesh.gatewayProxyOf(workload);
  const own = new Set(proxy?.gateways.map(({ gateway }) => gateway.item));
  const broken = new Map(mesh.brokenRoutes.map(({ route, because }) => [route, because]));
  const host = request.host || (request.serverName ?? '');
  return mesh.routeAttachments.flatMap(({ route, field, parent, refused }) => {
    const because = broken.get(route) ?? refused;
    if (!own.has(parent.item) || because === undefined || !isFor(route, host)) return [];
    const name = `${route.id.kind} "${route.id.namespace ?? 'default'}/${route.id.name}"`;
    return [
      {
        field,
        because: broken.has(route) ? `${name} is void: ${because}` : `listener "${parent.section}" does not take ${name}: ${because}`,
      },
    ];
  });
}

function isFor({ object }: Attachment['route'], host: string): boolean {
  const hostnames = asTexts(asRecord(object.spec).hostnames);
  return hostnames.length === 0 || hostnames.some((name) => overlaps(name, withoutPort(host)));
}

function otherChains({ listener, request }: Hop): readonly Miss[] {
  const likeness = likenessTo(request.serverName ?? '');
  const chains = (listener?.chains ?? []).map(({ serverNames, tls, field, name }) => ({
    field,
    because: `${name} takes ${tls || serverNames.length > 0 ? 'TLS' : 'connections'}${serverNames.length > 0 ? ` with server name ${serverNames.join(', ')}` : ''}`,
    likeness: Math.max(0, ...serverNames.map(likeness)),
  }));
  return [...chains].sort((a, b) => b.likeness - a.likeness);
}

function otherPorts(mesh: Mesh, { workload }: Hop): readonly Miss[] {
  const proxy = workload && mesh.gatewayProxyOf(workload);
  return (proxy?.listeners ?? []).map(({ port, chains }) => ({ field: chains[0]?.field, because: `it listens on port ${port}` }));
}

/** Routes of OpenShift, those with a similar host first. */
function otherRoutes(mesh: Mesh, { request }: Hop): readonly Miss[] {
  const likeness = likenessTo(request.host);
  const routes = mesh.openshiftRoutes.map(({ item, host }) => ({
    field: { item, path: ['spec', 'host'] },
    because: `Route "${item.id.name}" has host "${host}"`,
    likeness: likeness(host),
  }));
  return routes.sort((a, b) => b.likeness - a.likeness);
}

function otherGateways(mesh: Mesh, { request }: Hop): readonly Miss[] {
  return mesh.gatewayProxies.map(({ workload, services }) => {
    const ports = services.flatMap((service) => service.ports.map(({ port }) => port));
    const because =
      ports.length === 0 ? `gateway ${workload.key} has no Service` : `gateway ${workload.key} is reached on port ${ports.join(', ')}`;
    const [service] = services;
    return { field: service && { item: service.item, path: [] }, because: `${because}, not ${request.port}` };
  });
}

/** Number of labels at the end that two names have in common; more for a name that covers the other. */
function likenessTo(wanted: string): (host: string) => number {
  const labels = (wanted.toLowerCase().split(':')[0] ?? '').split('.').reverse();
  return (host) => {
    const own = host.toLowerCase().split('.').reverse();
    const common = own.findIndex((label, index) => label !== labels[index]);
    return (common < 0 ? own.length : common) + (isSubsetOf(wanted, host) || overlaps(wanted, host) ? 10 : 0);
  };
}
