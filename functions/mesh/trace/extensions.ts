import type { Item } from '../../krm/item.ts';
import { ownersOf } from '../../krm/ownership.ts';
import { selects } from '../inventory/labels.ts';
import type { Workload } from '../inventory/workloads.ts';
import { asLabels, asRecord } from '../loose.ts';
import type { Mesh } from '../mesh.ts';
import { decision } from './decision.ts';
import type { Decision } from './trace-result.ts';

/** Hand-written EnvoyFilters and Wasm plugins that change the proxies of a workload in ways that nobody here can tell. */
export function extensionsOf(mesh: Mesh, workload: Workload): readonly Decision[] {
  const { objects, settings } = mesh;
  const items = [...objects.ofKind('networking.istio.io', 'EnvoyFilter'), ...objects.ofKind('extensions.istio.io', 'WasmPlugin')];
  return items
    .filter((item) => ownersOf(item.object) === undefined && holds(item, objects.namespaceOf(item), settings.rootNamespace.value, workload))
    .map((item) => {
      const because = `${item.id.kind} "${objects.namespaceOf(item)}/${item.id.name}" changes this proxy, in ways that are not evaluated`;
      return decision('policy', because, { field: { item, path: ['spec'] }, dependsOn: [{ on: 'unmodelled', because, items: [item] }] });
    });
}

function holds({ object }: Item, namespace: string, root: string, workload: Workload): boolean {
  const spec = asRecord(object.spec);
  const labels = { ...asLabels(asRecord(spec.workloadSelector).labels), ...asLabels(asRecord(spec.selector).matchLabels) };
  return (namespace === root || namespace === workload.namespace) && spec.targetRefs === undefined && selects(labels, workload.labels);
}
