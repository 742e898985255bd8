import { isEmpty } from '../../../mesh/inventory/labels.ts';
import type { Workload } from '../../../mesh/inventory/workloads.ts';
import type { Rule } from '../../rule.ts';
import { alternatives } from '../../spots/alternatives.ts';
import { selectedWorkloads } from '../../spots/selected-workloads.ts';

export const mixedPods: Rule = {
  code: 'GI2715',
  name: 'mixed-pods',
  severity: 'error',
  summary: 'The Service of a gateway should take the pods of that gateway only.',
  why: 'requests reach one or the other by chance, and each answers with its own listeners and certificates',
  fix: 'give each gateway a label of its own, and select by it',
  source: 'istio/istio, pilot/pkg/model/gateway.go (resolvePorts)',
  *check(world) {
    for (const { item, namespace, selector, known } of world.mesh.kubeServices) {
      if (known !== 'files' || isEmpty(selector)) continue;
      const pods = selectedWorkloads(world)
        .inNamespace(namespace, selector)
        .filter((workload) => isServed(workload) && !(workload.item !== undefined && alternatives(world)(item, workload.item)));
      const gateway = pods.find(isGateway);
      const other = gateway && pods.find((workload) => workload !== gateway && !areReleases(gateway, workload));
      if (gateway !== undefined && other !== undefined)
        yield {
          item,
          path: ['spec', 'selector'],
          message: `\`spec.selector\` takes the pods of ${gateway.key} and of ${other.key}`,
          ...(isGateway(other) ? { severity: 'warning' as const } : {}),
        };
    }
  },
};

const isGateway = ({ proxy }: Workload): boolean => proxy.kind === 'gateway' && proxy.truth.verdict === 'yes';

const isServed = ({ kind, replicas }: Workload): boolean => kind !== 'Job' && kind !== 'CronJob' && replicas !== 0;

/** Two releases of one gateway stand side by side while it is upgraded: their labels tell the revision or the version. */
const areReleases = (left: Workload, right: Workload): boolean =>
  ['istio.io/rev', 'version', 'app.kubernetes.io/version'].some((label) => left.labels[label] !== right.labels[label]);
