import { isHttp2 } from '../inventory/protocol.ts';
import type { Endpoint } from '../registry/endpoints.ts';
import { type UpstreamTls, upstreamTls } from '../registry/upstream-tls.ts';
import type { RouteDestination } from '../routes/route.ts';
import { decision } from './decision.ts';
import { alpnOf, type Request } from './request.ts';
import type { Answerer, Branch, Decision, End, Hop } from './trace-result.ts';
import type { Tracer } from './tracer.ts';

/** The proxy that forwards. */
export interface Forwarder {
  readonly proxy: 'gateway' | 'sidecar';
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
  const { exists, because } =
    cluster.exists.verdict === 'yes' ? { exists: true, because: '' } : { exists: false, because: cluster.because };
  if (!exists) {
    const end: End =
      cluster.exists.verdict === 'no' ? noCluster(forwarder, because, destination) : answered(destination, undefined, request);
    const found = decision('destination', because, {
      field: destination.field,
      refused: cluster.exists.verdict === 'no',
      dependsOn: cluster.exists.dependsOn,
    });
    return [{ share, destination, endpoint: undefined, tls: undefined, next: endHop(request, [found], end) }];
  }
  if (cluster.endpoints.length === 0)
    return [{ share, destination, endpoint: undefined, tls: undefined, next: withoutEndpoints(forwarder, destination, request) }];
  return cluster.endpoints.map((endpoint) => {
    const tls = upstreamTls(forwarder.tracer.mesh.world, cluster, endpoint, forwarder.proxy);
    const sent = sentRequest(request, destination, tls, forwarder.proxy);
    return {
      share: share / cluster.endpoints.length,
      destination,
      endpoint,
      tls,
      next: onward(forwarder, destination, endpoint, sent, tls),
    };
  });
}

function noCluster(forwarder: Forwarder, because: string, destination: RouteDestination): End {
  return { kind: 'unreachable', reason: 'no-cluster', status: forwarder.statusWithoutCluster, because, field: destination.field };
}

/** A cluster without endpoints: surely so where the world is closed, or where the object itself leaves them out. */
function withoutEndpoints(forwarder: Forwarder, destination: RouteDestination, request: Request): Hop {
  const { cluster } = destination;
  const { service } = cluster;
  const { mesh } = forwarder.tracer;
  if (service?.resolution === 'NONE' || service?.resolution === 'DYNAMIC_DNS') {
    return endHop(
      request,
      [decision('endpoint', 'the address that the client chose', { field: destination.field })],
      answered(destination, undefined, request),
    );
  }
  const because = cluster.subset ? `no pods have the labels of subset "${cluster.subsetName}"` : `"${cluster.host}" has no endpoints`;
  const closed =
    service !== undefined && (mesh.settings.complete || (service.selector !== undefined && mesh.namespaces.isClosed(service.namespace)));
  const written = service?.registry === 'external' && service.selector === undefined;
  if (!closed && !written) {
    const open = decision('endpoint', because, { field: destination.field, dependsOn: [{ on: 'outside', because }] });
    return endHop(request, [open], answered(destination, undefined, request));
  }
  const end: End = { kind: 'unreachable', reason: 'no-endpoint', status: 503, because, field: destination.field };
  return endHop(request, [decision('endpoint', because, { field: destination.field, refused: true })], end);
}

/** What goes over the wire to an endpoint. */
function sentRequest(request: Request, destination: RouteDestination, tls: UpstreamTls, proxy: 'gateway' | 'sidecar'): Request {
  const protocol = upstreamProtocol(request, destination, proxy);
  if (tls.mode === 'plaintext') {
    return request.tls === 'none' ? { ...request, protocol } : request;
  }
  const inner: Request['protocol'] = request.tls === 'none' ? protocol : 'tcp';
  const mesh = tls.mode === 'mesh';
  const serverName = tls.serverName === 'host' ? request.host || undefined : tls.serverName;
  return {
    ...request,
    protocol: inner,
    tls: mesh ? 'mesh' : 'tls',
    serverName,
    alpn: alpnOf(inner, mesh ? 'mesh' : 'tls'),
    clientCertificate: tls.mode === 'mutual',
  };
}

/** Gateways speak HTTP/1.1 unless the port or the DestinationRule says HTTP/2; sidecars keep the client's version on unnamed ports. */
function upstreamProtocol(request: Request, { cluster }: RouteDestination, proxy: 'gateway' | 'sidecar'): Request['protocol'] {
  if (request.protocol === 'tcp') return 'tcp';
  const port = cluster.servicePort?.protocol ?? 'unknown';
  const http = cluster.policy?.connectionPool?.http as { h2UpgradePolicy?: string; useClientProtocol?: boolean } | undefined;
  if (http?.useClientProtocol) return request.protocol;
  if (isHttp2(port) || http?.h2UpgradePolicy === 'UPGRADE') return 'http2';
  return proxy === 'sidecar' && port === 'unknown' ? request.protocol : 'http';
}

function onward(forwarder: Forwarder, destination: RouteDestination, endpoint: Endpoint, request: Request, tls: UpstreamTls): Hop {
  const { workload } = endpoint;
  const to = decision('endpoint', nameOf(endpoint), { field: endpoint.field ?? destination.field });
  const how = decision('tls', `${tls.mode}: ${tls.because}`, { field: tls.field });
  const arriving: Request = { ...request, port: endpoint.port, address: undefined };
  const next = workload && forwarder.tracer.arrive(workload, arriving, { destination, endpoint }, forwarder.depth + 1);
  if (next) return { ...next, decisions: [to, how, ...next.decisions] };
  return endHop(arriving, [to, how], answered(destination, endpoint, arriving));
}

function nameOf(endpoint: Endpoint): string {
  return endpoint.workload ? `pods of ${endpoint.workload.key}, port ${endpoint.port}` : `${endpoint.address}:${endpoint.port}`;
}

export function answererOf(destination: RouteDestination, endpoint: Endpoint | undefined): Answerer {
  const { host, port, subset } = destination;
  return { host, port, subset, workload: endpoint?.workload, endpoint };
}

function answered(destination: RouteDestination, endpoint: Endpoint | undefined, request: Request): End {
  return { kind: 'answered', by: answererOf(destination, endpoint), request };
}

export function endHop(request: Request, decisions: readonly Decision[], end: End): Hop {
  return {
    at: 'pod',
    workload: end.kind === 'answered' ? end.by.workload : undefined,
    request,
    decisions,
    listener: undefined,
    chain: undefined,
    virtualHost: undefined,
    route: undefined,
    branches: [],
    end,
  };
}
