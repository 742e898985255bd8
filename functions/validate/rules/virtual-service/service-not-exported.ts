import { isExportedTo } from '../../../mesh/registry/export-to.ts';
import type { Rule } from '../../rule.ts';
import { titled, wrongAt } from '../../spot.ts';
import { bindings, proxiesOf } from '../../spots/gateway-proxies.ts';
import { destinationsOf } from '../../spots/written-routes.ts';

export const serviceNotExported: Rule = {
  code: 'GI2432',
  name: 'service-not-exported',
  severity: 'error',
  summary: 'A destination must be exported to the namespace of its callers.',
  why: 'the caller does not see the host and answers 503',
  fix: 'add the namespace to the annotation `networking.istio.io/exportTo` of the Service',
  source: 'istio/istio, pilot/pkg/serviceregistry/kube/conversion.go',
  *check(world) {
    for (const { virtualService, gateways, isForMesh } of bindings(world)) {
      const pods = gateways.flatMap((gateway) => proxiesOf(world, gateway)).map(({ workload }) => workload.namespace);
      const callers = new Set([...pods, ...(isForMesh ? [virtualService.namespace] : [])].filter((namespace) => namespace !== ''));
      for (const { host, field } of callers.size === 0 ? [] : destinationsOf(virtualService)) {
        const services = world.mesh.registry.withHost(host).filter(({ registry }) => registry === 'kubernetes');
        const blind = [...callers].find((namespace) => services.every((service) => !isExportedTo(service.exportTo, namespace)));
        if (services[0] === undefined || blind === undefined) continue;
        const at = { item: field.item, path: [...field.path, 'host'] };
        yield wrongAt(at, `leads to ${titled(services[0].field.item)}, which is not exported to namespace "${blind}"`);
      }
    }
  },
};
