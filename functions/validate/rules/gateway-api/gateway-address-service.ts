import type { Item } from '../../../krm/item.ts';
import { serviceOfHost } from '../../../mesh/hosts/qualify.ts';
import { isOfControlPlane } from '../../closed-world.ts';
import type { Rule, World } from '../../rule.ts';
import { at, list, rootOf, text, wrong } from '../../spot.ts';
import { gatewayApi } from '../../spots/cross-references.ts';
import { implementationOf } from '../../spots/gateway-classes.ts';

export const gatewayAddressService: Rule = {
  code: 'GI2909',
  name: 'gateway-address-service',
  severity: 'error',
  summary: 'A Gateway with a host name as its address must name a Service that exists.',
  why: 'no pods are made for such a Gateway, and none are found that would serve it',
  fix: 'name the Service of a gateway, such as `public.ingress.svc.cluster.local`, or delete `spec.addresses`',
  source: 'https://istio.io/latest/docs/tasks/traffic-management/ingress/gateway-api/#manual-deployment',
  *check(world) {
    for (const root of world.ofKind(gatewayApi, 'Gateway').map(rootOf)) {
      if (implementationOf(world, root) !== 'istio') continue;
      for (const address of list(at(root, 'spec'), 'addresses').filter((entry) => text(at(entry, 'type')) === 'Hostname')) {
        const missing = missingService(world, root.item, text(at(address, 'value')));
        if (missing === undefined) continue;
        const says = world.complete ? `there is no Service "${missing}"` : `the files have no Service "${missing}"`;
        const isSure = world.complete || !isOfControlPlane(root.item);
        yield wrong(at(address, 'value'), `is "${text(at(address, 'value'))}", and ${says}`, isSure ? {} : { severity: 'warning' });
      }
    }
  },
};

function missingService(world: World, item: Item, host: string): string | undefined {
  const own = world.mesh.objects.namespaceOf(item);
  const named = host.includes('.') ? serviceOfHost(host, world.mesh.settings.clusterDomain.value) : { name: host, namespace: own };
  if (named === undefined || world.mesh.kubeServices.some(({ name, namespace }) => name === named.name && namespace === named.namespace))
    return undefined;
  const isClosed =
    world.complete ||
    (item.id.namespace === named.namespace &&
      world.mesh.kubeServices.some((service) => service.known === 'files' && service.item.id.namespace === own) &&
      (!isOfControlPlane(item) || world.mesh.gatewayProxies.some(({ services }) => services.some(({ namespace }) => namespace === own))));
  return isClosed ? `${named.namespace}/${named.name}` : undefined;
}
