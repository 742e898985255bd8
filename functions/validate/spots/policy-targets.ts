import type { Item } from '../../krm/item.ts';
import { isSelected } from '../../mesh/gateway-api/allowed-namespaces.ts';
import { asLabels, asRecord } from '../../mesh/loose.ts';
import { perWorld } from '../per-world.ts';
import type { World } from '../rule.ts';
import { at, isSet, list, rootOf, type Spot, text } from '../spot.ts';
import { gatewayApi } from './cross-references.ts';

/** One target that a policy names. */
export interface PolicyTarget {
  readonly policy: Item;
  readonly spot: Spot;
  readonly group: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  /** `''` for the whole target. */
  readonly section: string;
  /** The target, where it is in the files. */
  readonly item: Item | undefined;
}

/** Kinds of policies that may name a section of their target. */
const kinds: readonly (readonly [group: string, kind: string])[] = [
  [gatewayApi, 'BackendTLSPolicy'],
  ['gateway.envoyproxy.io', 'ClientTrafficPolicy'],
  ['gateway.envoyproxy.io', 'BackendTrafficPolicy'],
  ['gateway.envoyproxy.io', 'SecurityPolicy'],
  ['gateway.envoyproxy.io', 'EnvoyExtensionPolicy'],
];

export const policyTargets = perWorld((world): readonly PolicyTarget[] =>
  kinds
    .flatMap(([group, kind]) => world.ofKind(group, kind))
    .flatMap((policy) => {
      const spec = at(rootOf(policy), 'spec');
      const named = [at(spec, 'targetRef'), ...list(spec, 'targetRefs')].filter(isSet).map((spot) => targetOf(world, policy, spot));
      return [...named, ...list(spec, 'targetSelectors').flatMap((spot) => selectedBy(world, policy, spot))];
    }),
);

/** What the labels of a selector find in the namespace of the policy. */
function selectedBy(world: World, policy: Item, spot: Spot): readonly PolicyTarget[] {
  const namespace = world.mesh.objects.namespaceOf(policy);
  const [group, kind] = [text(at(spot, 'group')) || gatewayApi, text(at(spot, 'kind'))];
  const selector = asRecord(spot.value);
  return world
    .ofKind(group, kind)
    .filter((item) => world.mesh.objects.namespaceOf(item) === namespace && isSelected(selector, asLabels(item.object.metadata.labels)))
    .map((item) => ({ policy, spot, group, kind, namespace, name: item.id.name, section: '', item }));
}

function targetOf(world: World, policy: Item, spot: Spot): PolicyTarget {
  const [group, kind, name, section] = ['group', 'kind', 'name', 'sectionName'].map((field) => text(at(spot, field))) as [
    string,
    string,
    string,
    string,
  ];
  const namespace = world.mesh.objects.namespaceOf(policy);
  return { policy, spot, group, kind, namespace, name, section, item: world.mesh.objects.find(group, kind, namespace, name) };
}
