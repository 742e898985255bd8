import type { GatewayDeclaration } from '../intent/generated/gateway-intent.ts';
import { replicaNumbers } from '../intent/resolve/replicas.ts';

type Spec = Pick<GatewayDeclaration, 'deployment'>;

/** How an autoscaler changes the number of pods. `undefined` where it is fixed. */
export function autoscaling(
  spec: Spec,
): { readonly minReplicas: number; readonly maxReplicas: number; readonly metrics: readonly object[] } | undefined {
  const { min, max } = replicaNumbers(spec);
  if (min === max) return undefined;
  const averageUtilization = spec.deployment?.replicas?.targetCPUUtilization ?? 80;
  return {
    minReplicas: min,
    maxReplicas: max,
    metrics: [{ type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization } } }],
  };
}

/** The number of pods where no autoscaler changes it. */
export function fixedReplicas(spec: Spec): number | undefined {
  const { min, max } = replicaNumbers(spec);
  return min === max ? min : undefined;
}

/** How many pods must stay. A budget that leaves no pod free to go would block every drain of a node, so there is none by default where only one is sure. */
export function disruptionBudget(spec: Spec): object | undefined {
  const written = spec.deployment?.disruptionBudget;
  if (written?.policy === 'None') return undefined;
  if (written === undefined && replicaNumbers(spec).min < 2) return undefined;
  return written ?? { minAvailable: 1 };
}
