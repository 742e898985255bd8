import type { Diagnostic } from '../../../diagnostics/diagnostic.ts';
import type { Gateway } from '../../../intent/model.ts';
import { findingAt } from '../../../krm/finding-at.ts';

/**
 * Gateways whose pods exist in another namespace: Istio binds a Gateway that names a Service by its address to Services of its own namespace only, and says
 * nothing about others: `mergeGateways` in pilot/pkg/model/push_context.go of istio/istio.
 */
export function* podsElsewhere(gateways: readonly Gateway[]): Generator<Diagnostic> {
  for (const { management, workload, namespace, key, origin, intent, spec } of gateways) {
    if (management !== 'Config' || workload.namespace === namespace) continue;
    const path = spec.workload === undefined ? [...origin.path, 'management'] : [...origin.path, 'workload'];
    yield findingAt('GI0503', intent.item, path, {
      message: `gateway "${key}" would never reach the pods of Service "${workload.namespace}/${workload.service}": Istio looks for them in the namespace of the Gateway`,
      fix: `set \`namespace: ${workload.namespace}\` on the gateway, or use provider \`istio\``,
    });
  }
}
