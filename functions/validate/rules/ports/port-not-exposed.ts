import { isEmpty } from '../../../mesh/inventory/labels.ts';
import type { GatewayProxy } from '../../../mesh/listeners/gateway-proxy.ts';
import { asList, asRecord, isSet } from '../../../mesh/loose.ts';
import type { Rule } from '../../rule.ts';
import { titled, wrongAt } from '../../spot.ts';
import { alternatives } from '../../spots/alternatives.ts';
import { proxiesOf } from '../../spots/gateway-proxies.ts';
import { fieldOf, istioServers } from '../../spots/istio-gateways.ts';

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
    const areAlternatives = alternatives(world);
    for (const server of istioServers(world).filter(({ gateway }) => !isEmpty(gateway.selector))) {
      const proxies = proxiesOf(world, server.gateway).filter(
        ({ services, workload }) => services.length > 0 && workload.known === 'files',
      );
      const [proxy] = proxies;
      const service = proxy?.services[0];
      if (proxy === undefined || service === undefined || areAlternatives(server.gateway.item, service.item)) continue;
      if (proxies.some((entry) => isReachedDirectly(entry) || isExposed(server.port, entry))) continue;
      const ports = service.ports.map(({ port }) => port).join(', ') || 'none';
      yield wrongAt(fieldOf(server, 'port', 'number'), `${server.port} is no port of ${titled(service.item)}, which has ${ports}`);
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
