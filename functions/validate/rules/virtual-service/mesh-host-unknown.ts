import { valueAt } from '../../../diagnostics/path.ts';
import { type HostName, isAddress, isWildcard, overlaps } from '../../../hosts/host-name.ts';
import { serviceOfHost } from '../../../mesh/hosts/qualify.ts';
import type { Rule, World } from '../../rule.ts';
import { wrongAt } from '../../spot.ts';
import { meshVirtualServices } from '../../spots/istio-rules.ts';
import { unknownHost } from '../../spots/unknown-host.ts';

export const meshHostUnknown: Rule = {
  code: 'GI2409',
  name: 'mesh-host-unknown',
  severity: 'warning',
  summary: 'A host of a VirtualService for sidecars should be one that the mesh knows.',
  why: 'for a host that is no Service and no ServiceEntry, sidecars use the routes on port 80 only',
  fix: 'write the name of a Service, or add a ServiceEntry for the host',
  source: 'istio/istio, pilot/pkg/networking/core/httproute.go (BuildSidecarOutboundVirtualHosts)',
  *check(world) {
    for (const { hosts, hostsField, gateways, item } of meshVirtualServices(world)) {
      if (gateways.length > 1) continue;
      for (const [index, host] of hosts.entries()) {
        const path = [...hostsField.path, index];
        const problem = unknownHost(String(valueAt(item.object, path)), host, item, world);
        if (problem !== undefined)
          yield wrongAt({ item, path }, problem.requirement, { severity: 'warning', ...(problem.fix ? { fix: problem.fix } : {}) });
        else if (!isBlocking(world) && isOutside(host, world))
          yield wrongAt({ item, path }, `"${host}" is in no ServiceEntry of the files, without which the routes hold on port 80 only`, {
            severity: 'info',
          });
      }
    }
  },
};

/** A full name of a host outside of the cluster that nothing in the files declares. */
const isOutside = (host: HostName, { mesh: { registry, settings } }: World): boolean =>
  host.includes('.') &&
  !isWildcard(host) &&
  !isAddress(host) &&
  serviceOfHost(host, settings.clusterDomain.value) === undefined &&
  !host.endsWith('.local') &&
  registry.withHost(host).length === 0 &&
  !registry.wildcards.some((service) => overlaps(host, service.host));

/** Where unknown hosts may be blocked, rule GI2607 tells more. */
const isBlocking = ({ mesh: { settings, sidecars } }: World): boolean =>
  settings.outboundTrafficPolicy.value === 'REGISTRY_ONLY' ||
  sidecars.all.some(({ outboundTrafficPolicy }) => outboundTrafficPolicy?.mode === 'REGISTRY_ONLY');
