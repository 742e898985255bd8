import { isEmpty, type Labels, selects } from '../../../mesh/inventory/labels.ts';
import type { Workload } from '../../../mesh/inventory/workloads.ts';
import type { Gateway } from '../../../mesh/listeners/gateway.ts';
import { asLabels } from '../../../mesh/loose.ts';
import type { Mesh } from '../../../mesh/mesh.ts';
import type { Finding, Rule, World } from '../../rule.ts';
import { wrongAt } from '../../spot.ts';
import { istioGateways } from '../../spots/istio-gateways.ts';
import { selectedWorkloads } from '../../spots/selected-workloads.ts';

export const selectorWithoutMatch: Rule = {
  code: 'GI2109',
  name: 'selector-without-match',
  severity: 'warning',
  summary: 'The selector of a Gateway should fit the labels of pods.',
  why: 'nothing listens: labels of a Deployment or a Service do not count, and the chart of Istio drops `istio-` from the name',
  fix: 'use labels of the pod template, or add the label there',
  source: 'https://istio.io/latest/docs/reference/config/networking/gateway/',
  upstream: ['IST0101', 'KIA0302'],
  *check(world) {
    const workloads = world.mesh.workloads.filter(({ known }) => known !== 'assumed');
    for (const gateway of istioGateways(world)) {
      if (isEmpty(gateway.selector) || selectedWorkloads(world).anywhere(gateway.selector).length > 0) continue;
      const requirement = problemOf(gateway, workloads, world);
      if (requirement !== undefined) yield wrongAt(gateway.selectorField, requirement.message, requirement);
    }
  },
};

type Problem = Pick<Finding, 'message' | 'severity'>;

function problemOf({ selector, namespace, item }: Gateway, workloads: readonly Workload[], { mesh, complete }: World): Problem | undefined {
  const named = workloads.find(({ item }) => item !== undefined && selects(selector, asLabels(item.object.metadata.labels)));
  if (named !== undefined) return { message: `fits the labels of ${named.key} itself, and not those of its pods`, severity: 'error' };
  if (mesh.kubeServices.some((service) => selects(selector, service.selector))) return undefined;
  if (complete) return { message: 'fits no pods', severity: 'error' };
  const beside = workloads.filter((workload) => workload.namespace === namespace && workload.proxy.kind === 'gateway');
  const near = beside.find((workload) => isNear(selector, workload.labels));
  const isCopied = selector.istio === 'ingressgateway' && item.id.namespace !== undefined && namespace !== 'istio-system';
  const own = near ?? (isCopied ? beside.find((workload) => isIdle(workload, mesh)) : undefined);
  return own ? { message: `fits no pods in the files, and ${own.key} beside it is a gateway` } : undefined;
}

/** A gateway for incoming requests that serves nothing at all, where the selector is that of Istio's examples. */
function isIdle(workload: Workload, mesh: Mesh): boolean {
  return workload.known === 'files' && !workload.name.includes('egress') && mesh.gatewayProxyOf(workload)?.gateways.length === 0;
}

/** Labels that are meant: the same values under other names, or names that only lack or add `istio-`. */
function isNear(selector: Labels, labels: Labels): boolean {
  const bare = (value: string | undefined) => value?.replace(/^istio-?/, '');
  const values = new Set(Object.values(labels));
  return Object.entries(selector).every(
    ([key, value]) => values.has(value) || (labels[key] !== undefined && bare(labels[key]) === bare(value)),
  );
}
