import { isEmpty, type Labels, selects } from '../inventory/labels.ts';
import type { KubeService } from '../inventory/services.ts';
import type { Workload } from '../inventory/workloads.ts';
import { outside } from '../truth.ts';
import type { Gateway } from './gateway.ts';

/**
 * Stand-ins for the gateway pods of another package: a Gateway selects labels that no pod template of the files has. They have the
 * labels of the selector, and the namespace of the Service that leads to such pods, if the files hold one.
 */
export function assumedWorkloads(
  gateways: readonly Gateway[],
  workloads: readonly Workload[],
  services: readonly KubeService[],
): readonly Workload[] {
  const selectors = new Map(
    gateways
      .filter((gateway) => gateway.services === undefined && !isEmpty(gateway.selector))
      .map((gateway) => [textOf(gateway.selector), gateway.selector]),
  );
  const missing = [...selectors].filter(([, selector]) => !workloads.some((workload) => selects(selector, workload.labels)));
  return missing.flatMap(([text, selector]) => {
    const leading = services.filter(
      (service) => !isEmpty(service.selector) && (selects(service.selector, selector) || selects(selector, service.selector)),
    );
    const places = new Map(leading.map((service) => [service.namespace, { ...selector, ...service.selector }]));
    if (places.size === 0) return [assumed(text, '', selector)];
    return [...places].map(([namespace, labels]) => assumed(text, namespace, labels));
  });
}

function textOf(selector: Labels): string {
  return Object.entries(selector)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => `${key}=${value}`)
    .join(',');
}

function assumed(name: string, namespace: string, labels: Labels): Workload {
  const key = `pods ${name}${namespace === '' ? '' : ` of namespace ${namespace}`}`;
  return {
    key,
    kind: 'assumed',
    namespace,
    name,
    item: undefined,
    template: undefined,
    labels,
    annotations: {},
    serviceAccount: '',
    containers: [],
    hostNetwork: false,
    replicas: undefined,
    proxy: { kind: 'gateway', truth: outside(`a gateway with ${key}`), because: 'a Gateway selects them' },
    known: 'assumed',
  };
}
