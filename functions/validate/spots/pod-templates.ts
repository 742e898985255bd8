import type { Item } from '../../krm/item.ts';
import { perWorld } from '../per-world.ts';
import { at, deep, isSet, list, rootOf, type Spot } from '../spot.ts';

/** Where each kind has the template of its pods. */
const kinds: readonly (readonly [group: string, kind: string, path: readonly string[]])[] = [
  ...['DaemonSet', 'Deployment', 'ReplicaSet', 'StatefulSet'].map((kind) => ['apps', kind, ['spec', 'template']] as const),
  ['batch', 'Job', ['spec', 'template']],
  ['batch', 'CronJob', ['spec', 'jobTemplate', 'spec', 'template']],
  ['', 'Pod', []],
];

/** The template of the pods of an object; of a Pod the Pod itself. */
export interface PodTemplate {
  readonly template: Spot;
  readonly spec: Spot;
}

export const podTemplates = perWorld((world): readonly PodTemplate[] =>
  kinds.flatMap(([group, kind, path]) =>
    world
      .ofKind(group, kind)
      .map((item) => deep(rootOf(item), ...path))
      .filter(isSet)
      .map((template) => ({ template, spec: at(template, 'spec') })),
  ),
);

/** A container, an init container included, with the pod that it is in. */
export interface Container {
  readonly container: Spot;
  readonly pod: PodTemplate;
}

export const containers = perWorld((world): readonly Container[] =>
  podTemplates(world).flatMap((pod) =>
    [...list(pod.spec, 'initContainers'), ...list(pod.spec, 'containers')].filter(isSet).map((container) => ({ container, pod })),
  ),
);

function peerSelectors(item: Item): readonly Spot[] {
  const spec = at(rootOf(item), 'spec');
  const peers = [
    ...list(spec, 'ingress').flatMap((rule) => list(rule, 'from')),
    ...list(spec, 'egress').flatMap((rule) => list(rule, 'to')),
  ];
  return peers.flatMap((peer) => [at(peer, 'podSelector'), at(peer, 'namespaceSelector')]);
}

/** Selectors with `matchLabels`, of every kind of the core that has one. */
export const labelSelectors = perWorld((world): readonly Spot[] => {
  const spec = (group: string, kind: string, name: string) => world.ofKind(group, kind).map((item) => deep(rootOf(item), 'spec', name));
  const spreads = podTemplates(world).flatMap((pod) =>
    list(pod.spec, 'topologySpreadConstraints').map((entry) => at(entry, 'labelSelector')),
  );
  return [
    ...['DaemonSet', 'Deployment', 'ReplicaSet', 'StatefulSet'].flatMap((kind) => spec('apps', kind, 'selector')),
    ...spec('policy', 'PodDisruptionBudget', 'selector'),
    ...spec('networking.k8s.io', 'NetworkPolicy', 'podSelector'),
    ...world.ofKind('networking.k8s.io', 'NetworkPolicy').flatMap(peerSelectors),
    ...spreads,
  ].filter(isSet);
});
