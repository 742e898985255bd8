import { perWorld } from '../per-world.ts';
import { at, deep, type Spot } from '../spot.ts';
import { trafficPolicies } from './destination-rule.ts';
import { httpRoutes } from './virtual-service.ts';

/** Every field that istiod warns of because it is deprecated, whether it is set or not, and what replaces it. */
export const deprecatedFields = perWorld((world): readonly { readonly spot: Spot; readonly instead: string }[] => [
  ...httpRoutes(world).flatMap(({ route }) =>
    ['mirrorPercent', 'mirror_percent'].map((name) => ({ spot: at(route, name), instead: '`mirrorPercentage`' })),
  ),
  ...trafficPolicies(world).flatMap(({ policy }) => [
    { spot: deep(policy, 'outlierDetection', 'consecutiveErrors'), instead: '`consecutiveGatewayErrors` or `consecutive5xxErrors`' },
    { spot: deep(policy, 'loadBalancer', 'consistentHash', 'minimumRingSize'), instead: '`ringHash.minimumRingSize`' },
  ]),
]);
