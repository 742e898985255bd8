import type { GatewayProxy } from '../../../mesh/listeners/gateway-proxy.ts';
import { asList, asRecord, isSet } from '../../../mesh/loose.ts';
import type { Rule } from '../../rule.ts';
import { titled, wrongAt } from '../../spot.ts';
import { gatewayPorts } from '../../spots/gateway-proxies.ts';
import { fieldOf } from '../../spots/istio-gateways.ts';

export const portNotExposed: Rule = {
  code: 'GI2201',
  name: 'port-not-exposed',
  severity: 'error',
  summary: 'A port of a server must be one of a Service in front of the gateway.',
  why: 'the pods listen, and nobody reaches them',
  fix: 'add the port to the Service, or use one that it has',
  source: 'istio/istio, pilot/pkg/model/gateway.go (resolvePorts)',
  upstream: ['IST0162'],
  *check(world) {
    for (const { proxy, servers } of gatewayPorts(world)) {
      if (proxy.services.length === 0 || isReachedDirectly(proxy)) continue;
      for (const { server } of servers) {
        if (isExposed(server.port, proxy)) continue;
        const [service] = proxy.services;
        const ports = service?.ports.map(({ port }) => port).join(', ');
        const text = `${server.port} is no port of ${service && titled(service.item)}, which has ${ports || 'none'}`;
        yield wrongAt(fieldOf(server, 'port', 'number'), text, proxy.workload.known === 'files' ? {} : { severity: 'warning' });
      }
    }
  },
};

function isExposed(number: number, { services, targets }: GatewayProxy): boolean {
  return targets.some(({ target }) => target === number) || services.some(({ ports }) => ports.some(({ port }) => port === number));
}

/** Pods on the network of their node, or with ports of it. */
function isReachedDirectly({ workload }: GatewayProxy): boolean {
  const { item, template } = workload;
  if (workload.hostNetwork || item === undefined || template === undefined) return workload.hostNetwork;
  const pod = asRecord(template.reduce<unknown>((value, key) => asRecord(value)[key], item.object));
  const containers = asList(asRecord(pod.spec).containers).map(asRecord);
  return containers.some((container) => asList(container.ports).some((port) => isSet(asRecord(port).hostPort)));
}
