import type { DestinationRule } from '../../mesh/registry/destination-rules.ts';
import type { VirtualService } from '../../mesh/routes/virtual-services.ts';
import { perWorld } from '../per-world.ts';

/** DestinationRules as users write them, without what policies of the Gateway API become. */
export const istioDestinationRules = perWorld((world): readonly DestinationRule[] =>
  world.mesh.destinationRules.rules.filter(({ item }) => item.id.kind === 'DestinationRule'),
);

/** VirtualServices for sidecars as users write them, without what routes of the Gateway API become. */
export const meshVirtualServices = perWorld((world): readonly VirtualService[] =>
  world.mesh.virtualServices.boundTo('mesh').filter(({ semantics }) => semantics === 'istio'),
);
