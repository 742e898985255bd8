import { valueAt } from '../../../diagnostics/path.ts';
import type { Rule } from '../../rule.ts';
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
      }
    }
  },
};
