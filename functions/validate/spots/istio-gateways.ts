import type { Field } from '../../mesh/field.ts';
import type { Gateway, Server } from '../../mesh/listeners/gateway.ts';
import { perWorld } from '../per-world.ts';

/** Every Gateway of Istio, as the mesh model reads it. */
export const istioGateways = perWorld((world): readonly Gateway[] => world.mesh.gateways.filter(({ api }) => api === 'istio'));

/** Every server of every Gateway of Istio. */
export const istioServers = perWorld((world): readonly Server[] => istioGateways(world).flatMap(({ servers }) => servers));

/** A field of a server. */
export function fieldOf({ field }: Server, ...path: readonly (string | number)[]): Field {
  return { item: field.item, path: [...field.path, ...path] };
}
