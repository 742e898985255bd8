import type { Workload } from '../inventory/workloads.ts';
import type { Cluster } from '../registry/cluster.ts';
import type { Endpoint } from '../registry/endpoint.ts';
import { type UpstreamTls, upstreamTls } from '../registry/upstream-tls.ts';
import type { RouteDestination } from '../routes/route.ts';
import { decision } from './decision.ts';
import { direct } from './direct.ts';
import { endHop } from './end-hop.ts';
import type { Request } from './request.ts';
import { kubeServiceNamed } from './resolve-name.ts';
import { sentRequest } from './sent-request.ts';
import type { Answerer, Branch, End, Hop } from './trace-result.ts';
import type { Tracer } from './tracer.ts';

/** The proxy that forwards. */
export interface Forwarder {
  readonly proxy: 'gateway' | 'sidecar';
  readonly workload: Workload | undefined;
  readonly tracer: Tracer;
  readonly depth: number;
  /** What it answers itself when it has no such cluster. */
  readonly statusWithoutCluster: number | undefined;
}

/** Where a route's destinations lead, each with its share. */
export function forward(
  forwarder: Forwarder,
  destinations: readonly RouteDestination[],
  requestFor: (destination: RouteDestination) => Request,
): readonly Branch[] {
  const total = destinations.reduce((sum, destination) => sum + destination.weight, 0) || 1;
  return destinations.flatMap((destination) => branches(forwarder, destination, destination.weight / total, requestFor(destination)));
}

function branches(forwarder: Forwarder, destination: RouteDestination, share: number, request: Request): readonly Branch[] {
  const { cluster } = destination;
  if (cluster.exists.verdict !== 'yes') return [{ share, ...bare(destination), next: withoutCluster(forwarder, destination, request) }];
  const { endpoints, discovery } = cluster;
  if (discovery === 'called-name' || (discovery === 'original-destination' && endpoints.length === 0))
    return [unaimed(forwarder, destination, share, request)];
  if (endpoints.length === 0) return [{ share, ...bare(destination), next: withoutEndpoints(forwarder, destination, request) }];
  return endpoints.map((endpoint) => {
    const tls = tlsTo(forwarder, cluster, endpoint);
    const next = onward(forwarder, destination, endpoint, sentBy(forwarder, request, destination, tls), tls);
    return { share: share / endpoints.length, destination, endpoint, tls, next };
  });
}

/** Gateways of other implementations are not part of the mesh: they encrypt only where a BackendTLSPolicy says so. */
function tlsTo({ tracer, workload, proxy }: Forwarder, cluster: Cluster, endpoint: Endpoint | undefined): UpstreamTls {
  if (proxy === 'gateway' && isForeign(workload) && !cluster.policy?.tls)
    return { mode: 'plaintext', serverName: undefined, because: 'the gateway is not part of the mesh', field: undefined };
  return upstreamTls(tracer.mesh.world, cluster, endpoint, proxy);
}

function isForeign(workload: Workload | undefined): boolean {
  return workload?.implementation !== undefined && workload.implementation !== 'istio';
}

function bare(destination: RouteDestination): Pick<Branch, 'destination' | 'endpoint' | 'tls'> {
  return { destination, endpoint: undefined, tls: undefined };
}

function sentBy({ tracer, workload, proxy }: Forwarder, request: Request, destination: RouteDestination, tls: UpstreamTls): Request {
  return sentRequest(request, destination, tls, { proxy, workload, trustDomain: tracer.mesh.settings.trustDomain.value });
}

function withoutCluster(forwarder: Forwarder, destination: RouteDestination, request: Request): Hop {
  const { exists, because } = destination.cluster;
  const { field } = destination;
  const refused = exists.verdict === 'no';
  const end: End = refused
    ? { kind: 'unreachable', reason: 'no-cluster', status: forwarder.statusWithoutCluster, because, field }
    : answered(answererOf(destination, undefined), request);
  return endHop(request, [decision('destination', because, { field, refused, dependsOn: exists.dependsOn })], end);
}

/** The client has chosen the address, or its name is looked up: the proxy only decides how it speaks. */
function unaimed(forwarder: Forwarder, destination: RouteDestination, share: number, request: Request): Branch {
  const { cluster, field } = destination;
  const tls = tlsTo(forwarder, cluster, undefined);
  const target = cluster.servicePort?.targetPort;
  const port = cluster.service?.registry === 'external' && typeof target === 'number' && target > 0 ? target : destination.port;
  const sent = { ...sentBy(forwarder, request, destination, tls), port };
  const byName = cluster.discovery === 'called-name';
  const aimed = byName ? { ...sent, address: undefined } : sent;
  const because = byName ? 'the address of the name that is called' : 'the address that the client chose';
  const next = direct(forwarder.tracer, forwarder.workload?.namespace ?? '', aimed, forwarder.depth);
  return {
    share,
    destination,
    endpoint: undefined,
    tls,
    next: { ...next, decisions: [decision('destination', because, { field }), ...next.decisions] },
  };
}

/** A cluster without endpoints: surely so where the world is closed, or where the object itself leaves them out. */
function withoutEndpoints(forwarder: Forwarder, destination: RouteDestination, request: Request): Hop {
  const { cluster, field } = destination;
  const { service } = cluster;
  const { mesh } = forwarder.tracer;
  const because = reasonOf(destination);
  const closed =
    service !== undefined && (mesh.settings.complete || (service.selector !== undefined && mesh.namespaces.isClosed(service.namespace)));
  const written = service?.registry === 'external' && service.selector === undefined;
  if (!closed && !written) {
    const open = decision('endpoint', because, { field, dependsOn: [{ on: 'outside', because }] });
    return endHop(request, [open], answered(answererOf(destination, undefined), request));
  }
  const end: End = { kind: 'unreachable', reason: 'no-endpoint', status: 503, because, field };
  return endHop(request, [decision('endpoint', because, { field, refused: true })], end);
}

function reasonOf({ cluster }: RouteDestination): string {
  if (cluster.subset) return `no pods have the labels of subset "${cluster.subsetName}"`;
  if (cluster.service?.registry === 'external' && cluster.service.resolution === 'NONE')
    return `"${cluster.host}" has resolution NONE: a gateway never sees which address the client wanted`;
  return `"${cluster.host}" has no endpoints`;
}

function onward(forwarder: Forwarder, destination: RouteDestination, endpoint: Endpoint, request: Request, tls: UpstreamTls): Hop {
  const to = decision('endpoint', nameOf(endpoint), { field: endpoint.field ?? destination.field });
  const how = decision('tls', `${tls.mode}: ${tls.because}`, { field: tls.field });
  const { workload, tracer, proxy } = forwarder;
  const next =
    proxy === 'gateway' && workload?.implementation === 'envoy-gateway' && tracer.mesh.settings.envoyGateway.sidecars
      ? tracer.leave(workload, { ...request, port: destination.port, address: destination.cluster.service?.address })
      : arrival(forwarder, destination, endpoint, { ...request, port: endpoint.port, address: undefined });
  return { ...next, decisions: [to, how, ...next.decisions] };
}

/** At pods, at a Service of the cluster that an endpoint names, or outside. */
function arrival({ tracer, depth }: Forwarder, destination: RouteDestination, endpoint: Endpoint, request: Request): Hop {
  const by = answererOf(destination, endpoint);
  const { workload, address } = endpoint;
  if (workload) return tracer.arrive(workload, request, by, depth + 1);
  const service = address?.includes('.') ? kubeServiceNamed(tracer.mesh, '', address) : undefined;
  if (!service) return endHop(request, [], answered(by, request));
  const virtual = tracer.mesh.registry.ofKubeService(service)?.address;
  return direct(tracer, service.namespace, { ...request, address: virtual }, depth + 1);
}

function nameOf(endpoint: Endpoint): string {
  return endpoint.workload ? `pods of ${endpoint.workload.key}, port ${endpoint.port}` : `${endpoint.address}:${endpoint.port}`;
}

function answererOf({ host, port, subset }: RouteDestination, endpoint: Endpoint | undefined): Answerer {
  return { host, port, subset, workload: endpoint?.workload, endpoint };
}

function answered(by: Answerer, request: Request): End {
  return { kind: 'answered', by, request };
}
