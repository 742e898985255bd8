import type { Gateway } from '../../intent/model.ts';

/** How a policy finds the pods that enforce it: by their labels, or by the object that they run. */
export type PolicyTarget =
  | { readonly selector: { readonly matchLabels: Readonly<Record<string, string>> } }
  | { readonly targetRefs: readonly { readonly group: string; readonly kind: string; readonly name: string }[] };

/** Pods that Istio runs for a Gateway of the Gateway API are found by that Gateway; all others by their labels. */
export function policyTarget({ provider, management, name, workload }: Gateway): PolicyTarget {
  if (provider === 'istio-gateway-api' && management !== 'Config')
    return { targetRefs: [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', name }] };
  return { selector: { matchLabels: workload.selector } };
}
