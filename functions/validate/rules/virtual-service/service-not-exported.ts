import { isExportedTo } from '../../../mesh/registry/export-to.ts';
import type { VirtualService } from '../../../mesh/routes/virtual-services.ts';
import type { Rule } from '../../rule.ts';
import { titled, wrongAt } from '../../spot.ts';
import { calledDestinations } from '../../spots/called-destinations.ts';
import { proxiesByKey } from '../../spots/egress-hops.ts';
import { servicesOf } from '../../spots/services-of.ts';

export const serviceNotExported: Rule = {
  code: 'GI2432',
  name: 'service-not-exported',
  severity: 'error',
  summary: 'A destination must be exported to the namespace of its callers.',
  why: 'the caller does not see the host and answers 503',
  fix: 'add the namespace to the annotation `networking.istio.io/exportTo` of the Service',
  source: 'istio/istio, pilot/pkg/serviceregistry/kube/conversion.go',
  upstream: ['IST0101'],
  *check(world) {
    for (const { destination, virtualService, gateways } of calledDestinations(world)) {
      const { field, host } = destination;
      const services = servicesOf(world, host, field.item);
      const [service] = services;
      if (service === undefined || service.exportTo.everywhere) continue;
      // What gateways for outgoing calls see is for the rules about those.
      const pods = service.registry === 'external' ? [] : gateways.flatMap((key) => proxiesByKey(world).get(key) ?? []);
      const callers = [...pods.map(({ workload }) => workload.namespace), ...(isForMesh(gateways) ? namespacesOf(virtualService) : [])];
      const blind = callers.find((namespace) => namespace !== '' && !services.some(({ exportTo }) => isExportedTo(exportTo, namespace)));
      if (blind === undefined) continue;
      const at = { item: field.item, path: [...field.path, 'host'] };
      yield wrongAt(at, `leads to ${titled(service.field.item)}, which is not exported to namespace "${blind}"`);
    }
  },
};

/** Delegates are taken to be for the mesh until their root is known. */
const isForMesh = (gateways: readonly string[]): boolean => gateways.length === 0 || gateways.includes('mesh');

/** Those that see the VirtualService: its own is one of all. */
function namespacesOf({ exportTo, namespace }: VirtualService): readonly string[] {
  return exportTo.everywhere ? [namespace] : [...exportTo.namespaces];
}
