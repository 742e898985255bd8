import { perWorld } from '../per-world.ts';
import { at, deep, isSet, list, rootOf, type Spot } from '../spot.ts';

/** How each kind selects its workloads: the field, and the one below it with the labels. */
const selecting: readonly (readonly [group: string, kinds: readonly string[], field: string, labels: string])[] = [
  ['security.istio.io', ['AuthorizationPolicy', 'PeerAuthentication', 'RequestAuthentication'], 'selector', 'matchLabels'],
  ['telemetry.istio.io', ['Telemetry'], 'selector', 'matchLabels'],
  ['extensions.istio.io', ['WasmPlugin', 'TrafficExtension'], 'selector', 'matchLabels'],
  ['networking.istio.io', ['ProxyConfig'], 'selector', 'matchLabels'],
  ['networking.istio.io', ['DestinationRule'], 'workloadSelector', 'matchLabels'],
  ['networking.istio.io', ['EnvoyFilter', 'ServiceEntry', 'Sidecar'], 'workloadSelector', 'labels'],
];

export interface Selector {
  readonly selector: Spot;
  readonly labels: Spot;
}

/** Every selector of workloads that is set. */
export const selectors = perWorld((world): readonly Selector[] =>
  selecting.flatMap(([group, kinds, field, labels]) =>
    kinds
      .flatMap((kind) => world.ofKind(group, kind))
      .map((item) => deep(rootOf(item), 'spec', field))
      .filter(isSet)
      .map((selector) => ({ selector, labels: at(selector, labels) })),
  ),
);

/** Every reference of a policy to the object that it is for. */
export const targetReferences = perWorld((world): readonly Spot[] =>
  selecting
    .filter(([, , field]) => field === 'selector')
    .flatMap(([group, kinds]) => kinds.flatMap((kind) => world.ofKind(group, kind)))
    .concat(world.ofKind('networking.istio.io', 'EnvoyFilter'))
    .map((item) => at(rootOf(item), 'spec'))
    .flatMap((spec) => [at(spec, 'targetRef'), ...list(spec, 'targetRefs')])
    .filter(isSet),
);
