import type { Diagnostic } from '../../../diagnostics/diagnostic.ts';
import { formatPath, valueAt } from '../../../diagnostics/path.ts';
import type { Facts, Gateway } from '../../../intent/model.ts';
import { findingAt } from '../../../krm/finding-at.ts';
import type { Item } from '../../../krm/item.ts';
import { display, type KubeObject } from '../../../krm/kube-object.ts';
import { disruptionBudget } from '../../scaling.ts';

/** Whether the gateway's object can say its budget: Cisco's holds numbers, and lets percentages fall under the table; Banzai Cloud's has no field. */
export function holdsBudget({ spec }: Gateway, { controlPlane }: Facts): boolean {
  const { minAvailable, maxUnavailable } = spec.deployment?.disruptionBudget ?? {};
  return controlPlane !== undefined && typeof minAvailable !== 'string' && typeof maxUnavailable !== 'string';
}

/**
 * A budget beside the gateway's object. Its name is not the one that the operator gives a budget of its own, because it deletes those it does not want. Whether
 * Banzai Cloud's operator makes one is a setting of its mesh, so there only a budget that the intent writes is made.
 */
export function ownBudget(gateway: Gateway, facts: Facts): KubeObject | undefined {
  const { name, namespace, spec, workload } = gateway;
  const budget = spec.deployment?.disruptionBudget && disruptionBudget(spec);
  if (budget === undefined || holdsBudget(gateway, facts)) return undefined;
  return {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { name: `${name}-gateway`, namespace },
    spec: { ...budget, selector: { matchLabels: workload.selector } },
  };
}

/**
 * Where Banzai Cloud's mesh gives every gateway a budget. Pods with two of them are never evicted, and one cannot be kept away from a single gateway:
 * https://kubernetes.io/docs/concepts/workloads/pods/disruptions/
 */
export function* meshBudgets(gateways: readonly Gateway[], items: readonly Item[], facts: Facts): Generator<Diagnostic> {
  const mesh = items.find(({ id, object }) => {
    const isMesh = id.kind === 'Istio' && id.apiVersion.startsWith('istio.banzaicloud.io/');
    return isMesh && valueAt(object, ['spec', 'defaultPodDisruptionBudget', 'enabled']) === true;
  });
  if (mesh === undefined || facts.controlPlane !== undefined) return;
  const told = `the budget that ${display(mesh.id)} gives every gateway (\`spec.defaultPodDisruptionBudget\`)`;
  const fix = 'remove it, or set `spec.defaultPodDisruptionBudget.enabled: false` there';
  for (const gateway of gateways.filter(({ management }) => management === 'Full')) {
    const path = [...gateway.origin.path, 'deployment', 'disruptionBudget'];
    const name = formatPath(path);
    if (ownBudget(gateway, facts) !== undefined)
      yield findingAt('GI0401', gateway.intent.item, path, {
        message: `\`${name}\` would stand beside ${told}, and pods with two budgets are never evicted`,
        fix,
      });
    else if (gateway.spec.deployment?.disruptionBudget?.policy === 'None')
      yield findingAt('GI0503', gateway.intent.item, [...path, 'policy'], {
        message: `\`${name}.policy: None\` does not keep away ${told}`,
        fix,
      });
  }
}
