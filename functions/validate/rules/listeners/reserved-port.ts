import type { Rule } from '../../rule.ts';
import { wrongAt } from '../../spot.ts';
import { gatewayPorts } from '../../spots/gateway-proxies.ts';
import { fieldOf, istioServers } from '../../spots/istio-gateways.ts';

/** Ports that every proxy opens for itself. */
const opened = new Map([
  [15000, 'administration'],
  [15004, 'debugging'],
  [15020, 'merged metrics'],
  [15021, 'health checks'],
  [15090, 'metrics'],
]);
/** Ports that proxies open in some of their roles. */
const sometimes = new Map([
  [15001, 'outgoing connections of sidecars'],
  [15006, 'incoming connections of sidecars'],
  [15008, 'tunnels of the mesh'],
  [15053, 'DNS'],
]);

export const reservedPort: Rule = {
  code: 'GI2112',
  name: 'reserved-port',
  severity: 'error',
  summary: 'A server must not use a port of the proxy itself.',
  why: 'the address is in use already: the listener is refused, or takes over from the proxy',
  fix: 'use another port',
  source: 'https://istio.io/latest/docs/ops/deployment/application-requirements/',
  *check(world) {
    const resolved = gatewayPorts(world).flatMap(({ port, servers }) => servers.map(({ server }) => ({ server, port })));
    for (const { server, port } of [...istioServers(world).map((server) => ({ server, port: server.port })), ...resolved]) {
      const use = opened.get(port) ?? sometimes.get(port);
      if (use === undefined) continue;
      const which = port === server.port ? `${port}` : `${server.port} leads to port ${port} of the pods, which`;
      yield wrongAt(
        fieldOf(server, 'port', 'number'),
        `${which} is for the proxy itself: ${use}`,
        opened.has(port) ? {} : { severity: 'warning' },
      );
    }
  },
};
