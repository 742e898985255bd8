/** What flows over a port. `unknown` is sniffed by sidecars. */
export type Protocol =
  | 'HTTP'
  | 'HTTP2'
  | 'HTTP_PROXY'
  | 'GRPC'
  | 'GRPC-Web'
  | 'HTTPS'
  | 'TLS'
  | 'TCP'
  | 'UDP'
  | 'Mongo'
  | 'Redis'
  | 'MySQL'
  | 'unknown';

const byName = new Map<string, Protocol>(
  (['HTTP', 'HTTP2', 'HTTP_PROXY', 'GRPC', 'GRPC-Web', 'HTTPS', 'TLS', 'TCP', 'UDP', 'Mongo', 'Redis', 'MySQL'] as const).map(
    (protocol) => [protocol.toLowerCase(), protocol],
  ),
);

export function parseProtocol(text: string): Protocol {
  return byName.get(text.toLowerCase()) ?? 'unknown';
}

/** SMTP, DNS, MySQL and MongoDB: never sniffed, because their servers speak first (`pkg/config/kube/conversion.go`). */
const neverSniffed = new Set([25, 53, 3306, 27017]);

const kubernetesNames = new Map<string, Protocol>([
  ['kubernetes.io/h2c', 'HTTP2'],
  ['kubernetes.io/ws', 'HTTP'],
  ['kubernetes.io/wss', 'HTTPS'],
]);

/** The protocol of a Service port: UDP, else `appProtocol`, else the name up to its first dash. */
export function protocolOfServicePort(port: number, name: string, transport: string, appProtocol: string | undefined): Protocol {
  if (transport === 'UDP') return 'UDP';
  const standard = appProtocol === undefined ? undefined : kubernetesNames.get(appProtocol);
  if (standard) return standard;
  const text = appProtocol ?? name;
  if (text.slice(0, 8).toLowerCase() === 'grpc-web') return 'GRPC-Web';
  const protocol = parseProtocol(text.split('-', 1)[0] ?? '');
  return protocol === 'unknown' && neverSniffed.has(port) ? 'TCP' : protocol;
}

const httpFamily = new Set<Protocol>(['HTTP', 'HTTP2', 'HTTP_PROXY', 'GRPC', 'GRPC-Web']);
const http2Family = new Set<Protocol>(['HTTP2', 'GRPC', 'GRPC-Web']);
const tcpFamily = new Set<Protocol>(['TCP', 'HTTPS', 'TLS', 'Mongo', 'Redis', 'MySQL']);

/** Plain-text HTTP in any form. */
export function isHttp(protocol: Protocol): boolean {
  return httpFamily.has(protocol);
}

export function isHttp2(protocol: Protocol): boolean {
  return http2Family.has(protocol);
}

/** Opaque to the proxy: TCP, TLS that is not ended here, databases. */
export function isTcp(protocol: Protocol): boolean {
  return tcpFamily.has(protocol);
}

export function isTls(protocol: Protocol): boolean {
  return protocol === 'HTTPS' || protocol === 'TLS';
}

export function isHttpOrSniffed(protocol: Protocol): boolean {
  return isHttp(protocol) || protocol === 'unknown';
}
