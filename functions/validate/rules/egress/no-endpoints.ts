import { isEmpty, selects } from '../../../mesh/inventory/labels.ts';
import { asLabels, asRecord } from '../../../mesh/loose.ts';
import type { Service } from '../../../mesh/registry/service.ts';
import { closedWorld } from '../../closed-world.ts';
import type { Rule, World } from '../../rule.ts';
import { wrongAt } from '../../spot.ts';
import { selectedWorkloads } from '../../spots/selected-workloads.ts';

export const noEndpoints: Rule = {
  code: 'GI2614',
  name: 'no-endpoints',
  severity: 'error',
  summary: 'A ServiceEntry with resolution STATIC must have endpoints, or a selector that finds some.',
  why: 'there is nothing to send to, and every call is answered with 503',
  fix: 'add `endpoints`, or use `resolution: DNS`',
  source: 'https://istio.io/latest/docs/reference/config/networking/service-entry/#ServiceEntry-Resolution',
  *check(world) {
    const told = new Set<unknown>();
    for (const service of world.mesh.registry.services) {
      const { item } = service.field;
      if (service.registry !== 'external' || service.resolution !== 'STATIC' || service.endpoints.length > 0 || told.has(item)) continue;
      told.add(item);
      if (service.selector === undefined)
        yield wrongAt({ item, path: ['spec', 'resolution'] }, 'is STATIC, without `endpoints` and `workloadSelector`');
      else if (closedWorld(world).hasAllWorkloads(item) && !findsSome(world, service))
        yield wrongAt(
          { item, path: ['spec', 'workloadSelector'] },
          `takes no pods and no WorkloadEntry of namespace "${service.namespace}" in the files`,
          { severity: 'warning' },
        );
    }
  },
};

function findsSome(world: World, { namespace, selector = {} }: Service): boolean {
  if (isEmpty(selector)) return true;
  const entries = [...world.ofKind('networking.istio.io', 'WorkloadEntry'), ...world.ofKind('networking.istio.io', 'WorkloadGroup')];
  return (
    selectedWorkloads(world).inNamespace(namespace, selector).length > 0 ||
    entries.some((entry) => world.mesh.objects.namespaceOf(entry) === namespace && selects(selector, labelsOf(entry.object)))
  );
}

/** Of a WorkloadEntry its own and those of its metadata; of a WorkloadGroup those that it gives to its members. */
function labelsOf({ metadata, ...object }: { readonly metadata: { readonly labels?: unknown }; readonly [field: string]: unknown }) {
  const spec = asRecord(object.spec);
  return { ...asLabels(metadata.labels), ...asLabels(spec.labels), ...asLabels(asRecord(spec.metadata).labels) };
}
