import { perWorld } from '../per-world.ts';
import { at, isSet, list, rootOf, type Spot } from '../spot.ts';

export const destinationRules = perWorld((world): readonly Spot[] => world.ofKind('networking.istio.io', 'DestinationRule').map(rootOf));

export const subsets = perWorld((world): readonly Spot[] =>
  destinationRules(world).flatMap((rule) => list(at(rule, 'spec'), 'subsets').filter(isSet)),
);

/** A traffic policy: of a rule, of a subset, or of one port of either. */
export interface TrafficPolicy {
  readonly policy: Spot;
  /** The settings of one port; istiod loses its warnings about those. */
  readonly isForPort: boolean;
  readonly isForSubset: boolean;
}

export const trafficPolicies = perWorld((world): readonly TrafficPolicy[] => {
  const whole = [
    ...destinationRules(world).map((rule) => ({ policy: at(at(rule, 'spec'), 'trafficPolicy'), isForPort: false, isForSubset: false })),
    ...subsets(world).map((subset) => ({ policy: at(subset, 'trafficPolicy'), isForPort: false, isForSubset: true })),
  ].filter(({ policy }) => isSet(policy));
  const ports = whole.flatMap(({ policy, isForSubset }) =>
    list(policy, 'portLevelSettings')
      .filter(isSet)
      .map((port) => ({ policy: port, isForPort: true, isForSubset })),
  );
  return [...whole, ...ports];
});

/** Connection pools: of traffic policies, and of Sidecars. */
export const connectionPools = perWorld((world): readonly Spot[] => {
  const sidecars = world.ofKind('networking.istio.io', 'Sidecar').map((item) => at(rootOf(item), 'spec'));
  return [
    ...trafficPolicies(world).map(({ policy }) => at(policy, 'connectionPool')),
    ...sidecars.flatMap((spec) => [
      at(spec, 'inboundConnectionPool'),
      ...list(spec, 'ingress').map((listener) => at(listener, 'connectionPool')),
    ]),
  ].filter(isSet);
});
