import { isEmpty } from '../../../mesh/inventory/labels.ts';
import { type KubeService, targetPortIn } from '../../../mesh/inventory/services.ts';
import type { Workload } from '../../../mesh/inventory/workloads.ts';
import type { Rule, World } from '../../rule.ts';
import { wrongAt } from '../../spot.ts';
import { arePodsAsWritten } from '../../spots/known-pods.ts';
import { selectedWorkloads } from '../../spots/selected-workloads.ts';

/** What injection adds. */
const injected = new Set(['http-envoy-prom']);

export const namedTargetPort: Rule = {
  code: 'GI2206',
  name: 'named-target-port',
  severity: 'error',
  summary: 'A `targetPort` that is a name must be declared by a container.',
  why: 'the Service has no endpoint for the port; an injected gateway declares no ports but `http-envoy-prom`',
  fix: 'write the number, or declare a port of that name in the container',
  source: 'https://kubernetes.io/docs/concepts/services-networking/service/#field-spec-ports',
  upstream: ['KIA0701'],
  *check(world) {
    for (const service of world.mesh.kubeServices) {
      const named = service.ports.filter(({ targetPort }) => typeof targetPort === 'string' && !injected.has(targetPort));
      const pods = named.length === 0 || service.known !== 'files' ? [] : podsOf(service, world);
      for (const port of pods.length === 0 ? [] : named) {
        if (pods.some((workload) => targetPortIn(port, workload) !== undefined)) continue;
        const isGateway = pods.every(({ proxy }) => proxy.kind === 'gateway');
        const field = { item: port.field.item, path: [...port.field.path, 'targetPort'] };
        yield wrongAt(
          field,
          `"${port.targetPort}" is declared by no container of ${pods[0]?.key}`,
          isGateway ? {} : { severity: 'warning' },
        );
      }
    }
  },
};

/** The pods that a Service takes, if it is certain that it takes them. */
function podsOf({ item, namespace, selector }: KubeService, world: World): readonly Workload[] {
  if (isEmpty(selector)) return [];
  const pods = selectedWorkloads(world).inNamespace(namespace, selector);
  return pods.every((workload) => arePodsAsWritten(world, item, workload)) ? pods : [];
}
