import type { Item } from '../../krm/item.ts';
import { perWorld } from '../per-world.ts';
import { routeParents } from './route-parents.ts';

/** Routes of the Gateway API that Istio or Envoy Gateway serves. Other classes have dialects of their own. */
export const envoyRoutes = perWorld((world): ReadonlySet<Item> => {
  const served = routeParents(world).filter(
    ({ left, obstacle }) =>
      obstacle === undefined && left.some(({ implementation }) => implementation === 'istio' || implementation === 'envoy-gateway'),
  );
  return new Set(served.map(({ route }) => route));
});
