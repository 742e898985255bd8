/** The protocols of ports as Istio knows them; case does not count. */
const protocols = {
  tcp: 'tcp',
  udp: 'udp',
  grpc: 'http',
  'grpc-web': 'http',
  http: 'http',
  http_proxy: 'http',
  http2: 'http',
  https: 'tls',
  tls: 'tls',
  mongo: 'tcp',
  redis: 'tcp',
  mysql: 'tcp',
} as const;

export type ProtocolFamily = (typeof protocols)[keyof typeof protocols];

export const protocolNames: readonly string[] = Object.keys(protocols).map((name) => name.toUpperCase());

/** What is spoken on a port: `http` also for HTTP/2 and gRPC, `tls` for whatever begins with a TLS handshake; `undefined`: unknown. */
export function protocolFamily(name: string): ProtocolFamily | undefined {
  const lower = name.toLowerCase();
  return Object.hasOwn(protocols, lower) ? protocols[lower as keyof typeof protocols] : undefined;
}
