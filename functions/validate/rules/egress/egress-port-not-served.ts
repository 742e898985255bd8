import type { GatewayProxy } from '../../../mesh/listeners/gateway-proxy.ts';
import type { Rule, World } from '../../rule.ts';
import { wrongAt } from '../../spot.ts';
import { gatewaysBehind, portMeant, type RuledDestination, ruledDestinations } from '../../spots/egress-hops.ts';

export const egressPortNotServed: Rule = {
  code: 'GI2617',
  name: 'egress-port-not-served',
  severity: 'error',
  summary: 'A gateway to which sidecars send calls must have a server for their port and host.',
  why: 'the gateway answers 404, or refuses the connection',
  fix: 'add a server with the port and the host to the Gateway',
  source: 'https://istio.io/latest/docs/tasks/traffic-management/egress/egress-gateway/',
  *check(world) {
    for (const found of ruledDestinations(world)) {
      const behind = gatewaysBehind(world).get(found.destination.host);
      if (behind === undefined || !found.gateways.includes('mesh')) continue;
      const port = portMeant(world, found);
      for (const proxy of behind) {
        const problem = port === undefined ? undefined : problemOf(world, found, proxy, port);
        if (problem !== undefined) yield wrongAt(found.destination.field, problem);
      }
    }
  },
};

function problemOf(world: World, { virtualService }: RuledDestination, proxy: GatewayProxy, port: number): string | undefined {
  const to = `leads to the gateway ${proxy.workload.namespace}/${proxy.workload.name}`;
  const servers = proxy.gateways.flatMap(({ gateway }) => gateway.servers);
  if (servers.length === 0 && !world.complete) return undefined;
  const target = proxy.targets.find((entry) => entry.port.port === port)?.target ?? port;
  const onPort = servers.filter(
    (server) => (proxy.targets.find((entry) => entry.port.port === server.port)?.target ?? server.port) === target,
  );
  if (onPort.length === 0) return `${to}, which has no server on port ${port}`;
  const hosts = virtualService.hosts.filter((host) => !onPort.some(({ hosts }) => hosts.some(({ name }) => covers(name, host))));
  return hosts.length === virtualService.hosts.length ? `${to}, whose servers on port ${port} do not have "${hosts[0]}"` : undefined;
}

/** Whether a server may have names of a host. */
const covers = (server: string, host: string): boolean =>
  server === '*' ||
  server === host ||
  (server.startsWith('*') && host.endsWith(server.slice(1))) ||
  (host.startsWith('*') && server.endsWith(host.slice(1)));
