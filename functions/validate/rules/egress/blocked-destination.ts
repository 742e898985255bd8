import { isAddress, isSubsetOf } from '../../../hosts/host-name.ts';
import { below } from '../../../mesh/field.ts';
import { serviceOfHost } from '../../../mesh/hosts/qualify.ts';
import type { Rule, World } from '../../rule.ts';
import { titled, wrongAt } from '../../spot.ts';
import { bindings } from '../../spots/gateway-proxies.ts';

export const blockedDestination: Rule = {
  code: 'GI2607',
  name: 'blocked-destination',
  severity: 'warning',
  summary: 'Under REGISTRY_ONLY, hosts that rules are for should be known to the mesh.',
  why: 'sidecars answer 502 to calls of hosts that no Service and no ServiceEntry declares',
  fix: 'add a ServiceEntry for the host',
  source: 'https://istio.io/latest/docs/tasks/traffic-management/egress/egress-control/',
  *check(world) {
    const { outboundTrafficPolicy, clusterDomain } = world.mesh.settings;
    if (!outboundTrafficPolicy.known || outboundTrafficPolicy.value !== 'REGISTRY_ONLY') return;
    const isOutside = (host: string) => serviceOfHost(host, clusterDomain.value) === undefined && !isAddress(host);
    for (const { virtualService } of bindings(world).filter(({ isForMesh }) => isForMesh))
      for (const [index, host] of virtualService.hosts.entries())
        if (isOutside(host) && !isKnown(world, host))
          yield wrongAt(
            below(virtualService.hostsField, index),
            `is "${host}", which no ServiceEntry declares, and calls of unknown hosts are blocked${where(world)}`,
            world.complete ? { severity: 'error' } : {},
          );
  },
};

const isKnown = ({ mesh }: World, host: string): boolean =>
  mesh.registry.withHost(host).length > 0 ||
  mesh.registry.wildcards.some((service) => isSubsetOf(host, service.host)) ||
  (host.startsWith('*') && mesh.registry.services.some((service) => isSubsetOf(service.host, host)));

const where = ({ mesh }: World): string => (mesh.settings.meshConfigItem ? ` by ${titled(mesh.settings.meshConfigItem)}` : '');
