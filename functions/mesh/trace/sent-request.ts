import { isHttp2 } from '../inventory/protocol.ts';
import type { Workload } from '../inventory/workloads.ts';
import type { UpstreamTls } from '../registry/upstream-tls.ts';
import type { RouteDestination } from '../routes/route.ts';
import { alpnOf, type Request } from './request.ts';

/** Who sends. */
export interface Sender {
  readonly proxy: 'gateway' | 'sidecar';
  readonly workload: Workload | undefined;
  readonly trustDomain: string;
}

/** What goes over the wire to an endpoint. */
export function sentRequest(request: Request, destination: RouteDestination, tls: UpstreamTls, sender: Sender): Request {
  const protocol = upstreamProtocol(request, destination, sender.proxy);
  if (tls.mode === 'plaintext') return { ...request, principal: undefined, ...(request.tls === 'none' ? { protocol } : {}) };
  const inner: Request['protocol'] = request.tls === 'none' ? protocol : 'tcp';
  const mesh = tls.mode === 'mesh';
  return {
    ...request,
    protocol: inner,
    tls: mesh ? 'mesh' : 'tls',
    serverName: tls.serverName === 'host' ? request.host || undefined : tls.serverName,
    alpn: alpnOf(inner, mesh ? 'mesh' : 'tls'),
    clientCertificate: tls.mode === 'mutual' ? {} : undefined,
    wrapped: request.tls === 'none' ? undefined : wrapped(request),
    principal: mesh ? principalOf(sender) : undefined,
  };
}

function wrapped({ protocol, tls, serverName, alpn, clientCertificate }: Request): Request['wrapped'] {
  return { protocol, tls, serverName, alpn, clientCertificate };
}

/** The identity in the certificate of the sending pods. */
function principalOf({ workload, trustDomain }: Sender): Request['principal'] {
  return workload && { trustDomain, namespace: workload.namespace, serviceAccount: workload.serviceAccount };
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
