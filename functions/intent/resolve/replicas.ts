import type { GatewayDeclaration } from '../generated/gateway-intent.ts';

/** Fewest and most pods of a gateway. */
export function replicaNumbers({ deployment }: Pick<GatewayDeclaration, 'deployment'>): { readonly min: number; readonly max: number } {
  const { min: written, max } = deployment?.replicas ?? {};
  const min = written ?? Math.min(2, max ?? 2);
  return { min, max: max ?? Math.max(5, min) };
}
