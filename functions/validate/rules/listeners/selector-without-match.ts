import { groupBy } from '../../../krm/group-by.ts';
import { isEmpty, type Labels, selects } from '../../../mesh/inventory/labels.ts';
import type { Workload } from '../../../mesh/inventory/workloads.ts';
import type { Gateway } from '../../../mesh/listeners/gateway.ts';
import { asLabels } from '../../../mesh/loose.ts';
import type { Mesh } from '../../../mesh/mesh.ts';
import { perWorld } from '../../per-world.ts';
import type { Finding, Rule, World } from '../../rule.ts';
import { wrongAt } from '../../spot.ts';
import { istioGateways } from '../../spots/istio-gateways.ts';
import { selectedWorkloads } from '../../spots/selected-workloads.ts';
import { isTypo } from '../../syntax/typo.ts';

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
    for (const gateway of istioGateways(world)) {
      if (isEmpty(gateway.selector) || selectedWorkloads(world).anywhere(gateway.selector).length > 0) continue;
      const requirement = problemOf(gateway, world);
      if (requirement !== undefined) yield wrongAt(gateway.selectorField, requirement.message, requirement);
    }
  },
};

type Problem = Pick<Finding, 'message' | 'severity'>;

function problemOf({ selector, namespace, item }: Gateway, world: World): Problem | undefined {
  const [label = ''] = Object.entries(selector).map(([key, value]) => `${key}=${value}`);
  const named = workloadsByOwnLabel(world)
    .get(label)
    ?.find((workload) => selects(selector, ownLabelsOf(workload)));
  if (named !== undefined) return { message: `fits the labels of ${named.key} itself, and not those of its pods`, severity: 'error' };
  if (
    servicesByLabel(world)
      .get(label)
      ?.some((service) => selects(selector, service.selector))
  )
    return undefined;
  if (world.complete) return { message: 'fits no pods', severity: 'error' };
  const beside = gatewayWorkloads(world).get(namespace) ?? [];
  const near = beside.find((workload) => isNear(selector, workload.labels));
  const isCopied = selector.istio === 'ingressgateway' && item.id.namespace !== undefined && namespace !== 'istio-system';
  const own = near ?? (isCopied ? beside.find((workload) => isIdle(workload, world.mesh)) : undefined);
  return own ? { message: `fits no pods in the files, and ${own.key} beside it is a gateway` } : undefined;
}

const ownLabelsOf = ({ item }: Workload): Labels => asLabels(item?.object.metadata.labels);

const byLabel = <Entry>(entries: readonly Entry[], labelsOf: (entry: Entry) => Labels): ReadonlyMap<string, readonly Entry[]> => {
  const pairs = entries.flatMap((entry) => Object.entries(labelsOf(entry)).map(([key, value]) => ({ label: `${key}=${value}`, entry })));
  return new Map([...groupBy(pairs, ({ label }) => label)].map(([label, group]) => [label, group.map(({ entry }) => entry)]));
};

const realWorkloads = perWorld((world) => world.mesh.workloads.filter(({ known }) => known !== 'assumed'));
const workloadsByOwnLabel = perWorld((world) => byLabel(realWorkloads(world), ownLabelsOf));
const servicesByLabel = perWorld((world) => byLabel(world.mesh.kubeServices, ({ selector }) => selector));
const gatewayWorkloads = perWorld((world) =>
  groupBy(
    realWorkloads(world).filter(({ proxy }) => proxy.kind === 'gateway'),
    ({ namespace }) => namespace,
  ),
);

/** A gateway for incoming requests that serves nothing at all, where the selector is that of Istio's examples. */
function isIdle(workload: Workload, mesh: Mesh): boolean {
  return workload.known === 'files' && !workload.name.includes('egress') && mesh.gatewayProxyOf(workload)?.gateways.length === 0;
}

/** Labels that are meant: the same values under other names, values that only lack or add `istio-`, or that are mistyped. */
function isNear(selector: Labels, labels: Labels): boolean {
  const bare = (value: string | undefined) => value?.replace(/^istio-?/, '');
  const values = new Set(Object.values(labels));
  return Object.entries(selector).every(
    ([key, value]) => values.has(value) || (labels[key] !== undefined && (bare(labels[key]) === bare(value) || isTypo(value, labels[key]))),
  );
}
