import type { Gateway, Server } from '../intent/model.ts';
import { httpProtocols } from '../intent/resolve/tls.ts';
import { targetPort } from './target-port.ts';

export interface ServicePort {
  readonly name: string;
  readonly port: number;
  readonly protocol: 'TCP' | 'UDP';
  readonly targetPort: number;
  readonly nodePort?: number | undefined;
  readonly appProtocol?: string | undefined;
}

/** The ports of the gateway's Service: readiness, one for each port that is listened on, and those of `service.ports`. */
export function servicePorts(gateway: Gateway): ServicePort[] {
  const listened = [...new Map(gateway.servers.map((server) => [server.port, server])).values()];
  const derived: ServicePort[] = [
    { name: 'status-port', port: 15021, protocol: 'TCP', targetPort: 15021, appProtocol: 'http' },
    ...listened.map(
      (server): ServicePort => ({
        name: portName(server, gateway.type),
        port: server.port,
        protocol: server.protocol === 'UDP' ? 'UDP' : 'TCP',
        targetPort: targetPort(gateway, server.port),
      }),
    ),
    ...quicPorts(gateway, listened),
  ];
  const written = gateway.spec.service?.ports ?? [];
  const overridden = derived.map((port) => ({
    ...port,
    ...written.find((other) => other.port === port.port && (other.protocol ?? 'TCP') === port.protocol),
  }));
  const added = written
    .filter(({ port, protocol = 'TCP' }) => !derived.some((other) => other.port === port && other.protocol === protocol))
    .map(
      (port): ServicePort => ({
        ...port,
        name: port.name ?? `${(port.protocol ?? 'TCP').toLowerCase()}-${port.port}`,
        protocol: port.protocol ?? 'TCP',
        targetPort: port.targetPort ?? targetPort(gateway, port.port),
      }),
    );
  return [...overridden, ...added];
}

/**
 * `http2` and `https` for the usual ports, as Istio's own gateways name them; otherwise protocol and port. Sidecars speak to an egress gateway as the name of
 * its port says, so there the name is that of the protocol inside.
 */
function portName({ port, protocol, tls }: Server, type: Gateway['type']): string {
  if (type === 'Egress') return `${httpProtocols.has(protocol) ? 'http' : tls === undefined ? protocol.toLowerCase() : 'tls'}-${port}`;
  if (port === 80 && tls === undefined && httpProtocols.has(protocol)) return 'http2';
  if (port === 443 && tls !== undefined) return 'https';
  const kind = tls === undefined ? protocol.toLowerCase() : httpProtocols.has(protocol) ? 'https' : 'tls';
  return `${kind}-${port}`;
}

function quicPorts(gateway: Gateway, servers: readonly Server[]): ServicePort[] {
  if (gateway.spec.client?.http3 !== 'Enabled') return [];
  return servers
    .filter(({ protocol, tls }) => tls?.mode === 'Terminate' && httpProtocols.has(protocol))
    .map(({ port }) => ({ name: `http3-${port}`, port, protocol: 'UDP', targetPort: targetPort(gateway, port) }));
}
