import { asList } from '../../../mesh/loose.ts';
import type { Rule, World } from '../../rule.ts';
import { titled } from '../../spot.ts';
import { istioObjects } from '../../spots/istio-objects.ts';
import { matchesSelector } from '../../syntax/label-selector.ts';

export const undiscoveredNamespace: Rule = {
  code: 'GI2716',
  name: 'undiscovered-namespace',
  severity: 'warning',
  summary: 'A namespace with gateways or rules should be one that istiod looks at.',
  why: 'istiod does not see its objects, Services and pods, without a word',
  fix: 'give the namespace the label that `discoverySelectors` of the mesh configuration ask for',
  source: 'https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#MeshConfig',
  *check(world) {
    const { meshConfig, meshConfigItem, rootNamespace } = world.mesh.settings;
    const selectors = asList(meshConfig.discoverySelectors);
    if (selectors.length === 0) return;
    const used = usedNamespaces(world);
    for (const item of world.ofKind('', 'Namespace')) {
      const { name } = item.id;
      const labels = world.mesh.namespaces.find(name)?.labels ?? {};
      if (name === rootNamespace.value || !used.has(name) || selectors.some((selector) => matchesSelector(selector, labels))) continue;
      yield {
        item,
        path: ['metadata', 'labels'],
        message: `namespace "${name}" has no label that \`discoverySelectors\`${meshConfigItem ? ` of ${titled(meshConfigItem)}` : ''} ask for`,
      };
    }
  },
};

/** Namespaces with objects of Istio's, or pods with proxies. */
const usedNamespaces = (world: World): ReadonlySet<string> =>
  new Set([
    ...istioObjects(world).map(({ item }) => world.mesh.objects.namespaceOf(item)),
    ...world.mesh.workloads.filter(({ proxy }) => proxy.kind !== 'none').map(({ namespace }) => namespace),
  ]);
