import { withoutPort } from '../../hosts/host-name.ts';
import type { Labels } from '../inventory/labels.ts';
import type { ClientCertificate } from './client-certificate.ts';

/** One request, or one connection, as its client sends it. */
export interface Request {
  /** What is spoken, inside of TLS or in plain text. */
  readonly protocol: 'http' | 'http2' | 'tcp';
  /** `mesh`: Istio's own mTLS, as proxies speak it to each other. */
  readonly tls: 'none' | 'tls' | 'mesh';
  /** The authority: host name, with a port where the client sends one; `''` for connections without requests. */
  readonly host: string;
  readonly port: number;
  readonly method: string;
  /** With the query. */
  readonly path: string;
  /** Names in lower case; several values of one name joined by commas. */
  readonly headers: Headers;
  /** The server name in the TLS handshake; `undefined` for none. */
  readonly serverName: string | undefined;
  /** The protocol offered in the TLS handshake. */
  readonly alpn: string | undefined;
  /** The certificate that the client has, other than the mesh's. */
  readonly clientCertificate: ClientCertificate | undefined;
  /** Where the client connects to; `undefined`: where the name leads. */
  readonly address: string | undefined;
  readonly clientIP: string | undefined;
  /** Claims of a valid token that the client sends; `undefined` without one. */
  readonly claims: Readonly<Record<string, unknown>> | undefined;
  /** The client's own TLS inside of that of a proxy; comes to light where the proxy's ends. */
  readonly wrapped: Wrapped | undefined;
  /** The identity that the mesh's mTLS proves. */
  readonly principal: Principal | undefined;
}

export type Wrapped = Pick<Request, 'protocol' | 'tls' | 'serverName' | 'alpn' | 'clientCertificate'>;

export type Headers = Readonly<Record<string, string>>;

export interface Principal {
  readonly trustDomain: string;
  readonly namespace: string;
  readonly serviceAccount: string;
}

/** Who sends a request. */
export type Source =
  /**
   * Somebody outside of the cluster, who comes in by a gateway: a named one (`namespace/name` of its workload, of a Service in front of
   * it, or of a Gateway), or whichever serves the request best. `service` names the Service where several lead to the gateway.
   */
  | { readonly kind: 'outside'; readonly gateway?: string | undefined; readonly service?: string | undefined }
  /** Pods of a workload of the files, by name or by labels; without either: any pod of the namespace. */
  | {
      readonly kind: 'workload';
      readonly namespace: string;
      readonly name?: string | undefined;
      readonly labels?: Labels | undefined;
      readonly serviceAccount?: string | undefined;
    };

/** What of a request may be left out. */
export type RequestParts = Partial<Omit<Request, 'headers'>> & { readonly headers?: Readonly<Record<string, string>> | undefined };

/** A request with everything that is left out filled in: plain HTTP GET of `/` on port 80, or 443 with TLS. */
export function request(parts: RequestParts): Request {
  const tls = parts.tls ?? 'none';
  const protocol = parts.protocol ?? 'http';
  const host = parts.host ?? '';
  return {
    protocol,
    tls,
    host,
    port: parts.port ?? (tls === 'none' ? 80 : 443),
    method: parts.method ?? 'GET',
    path: parts.path ?? '/',
    headers: lowerCase(parts.headers ?? {}),
    serverName: 'serverName' in parts ? parts.serverName : tls === 'none' ? undefined : withoutPort(host) || undefined,
    alpn: parts.alpn ?? (tls === 'none' ? undefined : alpnOf(protocol, tls)),
    clientCertificate: parts.clientCertificate,
    address: parts.address,
    clientIP: parts.clientIP,
    claims: parts.claims,
    wrapped: parts.wrapped,
    principal: parts.principal,
  };
}

/** The request of a URL such as `GET https://shop.example.com:8443/cart?x=1`, or `tls://db.example.com:5432`. */
export function requestOfUrl(text: string, parts: RequestParts = {}): Request {
  const [, method, rest = ''] = /^(?:([A-Z]+)\s+)?(.*)$/s.exec(text.trim()) ?? [];
  const [, scheme = 'http', authority = '', path] = /^(?:([a-z0-9+.-]+):\/\/)?([^/?#]*)(.*)$/is.exec(rest) ?? [];
  const kind = schemes[scheme.toLowerCase()] ?? { protocol: 'tcp' as const, tls: 'none' as const, port: 0 };
  const port = Number(/:(\d+)$/.exec(authority)?.[1] ?? kind.port);
  const host = kind.protocol === 'tcp' ? withoutPort(authority) : authority;
  const target = path === undefined || path === '' ? '/' : path.startsWith('/') ? path : `/${path}`;
  return request({ protocol: kind.protocol, tls: kind.tls, host, port, path: target, ...(method ? { method } : {}), ...parts });
}

const schemes: Readonly<Record<string, { protocol: Request['protocol']; tls: 'none' | 'tls'; port: number }>> = {
  http: { protocol: 'http', tls: 'none', port: 80 },
  https: { protocol: 'http', tls: 'tls', port: 443 },
  grpc: { protocol: 'http2', tls: 'none', port: 80 },
  grpcs: { protocol: 'http2', tls: 'tls', port: 443 },
  ws: { protocol: 'http', tls: 'none', port: 80 },
  wss: { protocol: 'http', tls: 'tls', port: 443 },
  tls: { protocol: 'tcp', tls: 'tls', port: 443 },
  mongo: { protocol: 'tcp', tls: 'none', port: 27017 },
  mongodb: { protocol: 'tcp', tls: 'none', port: 27017 },
  mysql: { protocol: 'tcp', tls: 'none', port: 3306 },
  redis: { protocol: 'tcp', tls: 'none', port: 6379 },
};

/** Whether a URL with this scheme, or with none, needs no port. */
export const hasUsualPort = (scheme = 'http'): boolean => Object.hasOwn(schemes, scheme.toLowerCase());

/** What clients offer: proxies of the mesh have protocols of their own. */
export function alpnOf(protocol: Request['protocol'], tls: 'tls' | 'mesh'): string | undefined {
  if (protocol === 'tcp') return tls === 'mesh' ? 'istio' : undefined;
  if (tls === 'mesh') return protocol === 'http2' ? 'istio-h2' : 'istio-http/1.1';
  return protocol === 'http2' ? 'h2' : 'http/1.1';
}

function lowerCase(headers: Readonly<Record<string, string>>): Headers {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}
