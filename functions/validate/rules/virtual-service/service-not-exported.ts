import { isExportedTo } from '../../../mesh/registry/export-to.ts';
import type { Rule } from '../../rule.ts';
import { titled, wrongAt } from '../../spot.ts';
import { proxiesByKey, ruledDestinations } from '../../spots/egress-hops.ts';

export const serviceNotExported: Rule = {
  code: 'GI2432',
  name: 'service-not-exported',
  severity: 'error',
  summary: 'A destination must be exported to the namespace of its callers.',
  why: 'the caller does not see the host and answers 503',
  fix: 'add the namespace to the annotation `networking.istio.io/exportTo` of the Service',
  source: 'istio/istio, pilot/pkg/serviceregistry/kube/conversion.go',
  *check(world) {
    for (const { destination, virtualService, gateways } of ruledDestinations(world)) {
      const { field, host } = destination;
      const services = world.mesh.registry.withHost(host).filter(({ registry }) => registry === 'kubernetes');
      const [service] = services;
      if (service === undefined || service.exportTo.everywhere) continue;
      const pods = gateways.flatMap((key) => proxiesByKey(world).get(key) ?? []).map(({ workload }) => workload.namespace);
      const callers = [...pods, ...(gateways.includes('mesh') ? [virtualService.namespace] : [])].filter((namespace) => namespace !== '');
      const blind = callers.find((namespace) => !services.some(({ exportTo }) => isExportedTo(exportTo, namespace)));
      if (blind === undefined) continue;
      const at = { item: field.item, path: [...field.path, 'host'] };
      yield wrongAt(at, `leads to ${titled(service.field.item)}, which is not exported to namespace "${blind}"`);
    }
  },
};
