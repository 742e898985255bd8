import { serviceOfHost } from '../../../mesh/hosts/qualify.ts';
import type { KubeService } from '../../../mesh/inventory/services.ts';
import type { Rule, World } from '../../rule.ts';
import { at, deep, list, number, rootOf, text, wrong } from '../../spot.ts';
import { type ListenerSpot, listenerSpots } from '../../spots/listeners.ts';

export const addressWithoutPort: Rule = {
  code: 'GI2928',
  name: 'address-without-port',
  severity: 'error',
  summary: 'The Service that a Gateway names as its address must have the ports of the listeners.',
  why: 'nobody can connect to the listener (`AddressNotUsable`)',
  fix: 'write a port of the Service, not of its pods, or add the port to the Service',
  source: 'https://istio.io/latest/docs/tasks/traffic-management/ingress/gateway-api/#manual-deployment',
  *check(world) {
    for (const listener of listenerSpots(world).filter(({ implementation }) => implementation === 'istio')) {
      const services = servicesOf(world, listener);
      const port = at(listener.spot, 'port');
      if (services.length === 0 || number(port) === 0) continue;
      if (services.some(({ ports }) => ports.some((entry) => entry.port === number(port)))) continue;
      const [service] = services as [KubeService];
      const same = service.ports.find(({ targetPort }) => targetPort === number(port));
      const has = service.ports.map((entry) => entry.port).join(', ');
      yield wrong(
        port,
        `is ${number(port)}, and Service "${service.namespace}/${service.name}" has ${has}${same ? `: ${number(port)} is a port of its pods` : ''}`,
        same ? { fix: `write ${same.port}` } : {},
      );
    }
  },
};

/** The Services of the files that a Gateway of Istio names as its addresses; none when one of them is not in the files. */
function servicesOf(world: World, { gateway }: ListenerSpot): readonly KubeService[] {
  const addresses = list(deep(rootOf(gateway), 'spec'), 'addresses').filter((address) => text(at(address, 'type')) === 'Hostname');
  const found = addresses.map((address) => {
    const host = text(at(address, 'value'));
    const own = world.mesh.objects.namespaceOf(gateway);
    const named = host.includes('.') ? serviceOfHost(host, world.mesh.settings.clusterDomain.value) : { name: host, namespace: own };
    return world.mesh.kubeServices.find(({ name, namespace }) => name === named?.name && namespace === named.namespace);
  });
  return found.every((service) => service !== undefined) ? (found as KubeService[]) : [];
}
