import { isAddress, isSubsetOf } from '../../../hosts/host-name.ts';
import { below, type Field } from '../../../mesh/field.ts';
import { serviceOfHost } from '../../../mesh/hosts/qualify.ts';
import type { Finding, Rule, World } from '../../rule.ts';
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
    const { clusterDomain } = world.mesh.settings;
    const blocker = blockers(world);
    const isOutside = (host: string) => serviceOfHost(host, clusterDomain.value) === undefined && !isAddress(host);
    for (const { virtualService } of bindings(world).filter(({ isForMesh }) => isForMesh)) {
      const by = blocker(virtualService.namespace);
      const unknown = (host: string) => by !== undefined && isOutside(host) && !isKnown(world, host);
      for (const [index, host] of virtualService.hosts.entries())
        if (unknown(host)) yield finding(world, below(virtualService.hostsField, index), host, by ?? '');
    }
  },
};

function finding({ complete }: World, field: Field, host: string, by: string): Finding {
  const says = `is "${host}", which no ServiceEntry${complete ? '' : ' in the files'} declares, and calls of unknown hosts are blocked${by}`;
  return wrongAt(field, says, complete ? { severity: 'error' } : {});
}

const isKnown = ({ mesh }: World, host: string): boolean =>
  mesh.registry.withHost(host).length > 0 ||
  mesh.registry.wildcards.some((service) => isSubsetOf(host, service.host)) ||
  (host.startsWith('*') && mesh.registry.services.some((service) => isSubsetOf(service.host, host)));

/** What blocks unknown hosts for the pods of a namespace: its Sidecar, else that of the root namespace, else the mesh. */
function blockers({ mesh }: World): (namespace: string) => string | undefined {
  const { outboundTrafficPolicy, meshConfigItem, rootNamespace } = mesh.settings;
  const byNamespace = new Map(
    mesh.sidecars.all.filter(({ selector }) => selector === undefined).map((sidecar) => [sidecar.namespace, sidecar]),
  );
  const isBlocking = outboundTrafficPolicy.known && outboundTrafficPolicy.value === 'REGISTRY_ONLY';
  const ofMesh = isBlocking ? (meshConfigItem ? ` by ${titled(meshConfigItem)}` : '') : undefined;
  return (namespace) => {
    const sidecar = byNamespace.get(namespace) ?? byNamespace.get(rootNamespace.value);
    if (sidecar?.outboundTrafficPolicy === undefined) return ofMesh;
    return sidecar.outboundTrafficPolicy.mode === 'REGISTRY_ONLY' ? ` by ${titled(sidecar.item)}` : undefined;
  };
}
