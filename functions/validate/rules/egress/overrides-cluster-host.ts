import type { Rule } from '../../rule.ts';
import { titled, wrongAt } from '../../spot.ts';

export const overridesClusterHost: Rule = {
  code: 'GI2615',
  name: 'overrides-cluster-host',
  severity: 'info',
  summary: 'A ServiceEntry should not declare the host of a Service of the cluster.',
  why: 'which of the two proxies use depends on the namespace of the client and on their age',
  fix: 'give the ServiceEntry a host of its own',
  source: 'istio/istio, pilot/pkg/model/push_context.go (initServiceRegistry)',
  *check(world) {
    for (const service of world.mesh.registry.services) {
      if (service.registry !== 'external') continue;
      const kube = world.mesh.registry.withHost(service.host).find(({ kubeService }) => kubeService !== undefined);
      if (kube !== undefined) yield wrongAt(service.field, `is "${service.host}", the host of ${titled(kube.field.item)}`);
    }
  },
};
