import { isEmpty, type Labels, selects } from '../inventory/labels.ts';
import { mentionsAny } from '../inventory/mentions.ts';
import type { KubeServices } from '../inventory/services.ts';
import type { KnownWorkloads, Workload } from '../inventory/workloads.ts';
import { outside } from '../truth.ts';
import type { Gateway } from './gateway.ts';

/** With more selectors than this it takes less to read all pods and Services than to look for those that may fit each of them. */
const few = 8;

/**
 * Stand-ins for the gateway pods of another package: a Gateway selects labels that no pod template of the files has. They have the
 * labels of the selector, and the namespace of the Service that leads to such pods, if the files hold one.
 */
export function assumedWorkloads(gateways: readonly Gateway[], known: KnownWorkloads, services: KubeServices): readonly Workload[] {
  const selectors = new Map(
    gateways
      .filter((gateway) => gateway.services === undefined && !isEmpty(gateway.selector))
      .map((gateway) => [textOf(gateway.selector), gateway.selector]),
  );
  const isFew = selectors.size <= few;
  const missing = [...selectors].filter(([, selector]) => !hasPods(selector, isFew ? known.mentioning(oneOf(selector)) : known.all));
  return missing.flatMap(([text, selector]) => {
    const leading = (isFew ? services.mentioning(oneOf(selector)) : services.all).filter(
      (service) => !isEmpty(service.selector) && (selects(service.selector, selector) || selects(selector, service.selector)),
    );
    const places = new Map(leading.map((service) => [service.namespace, { ...selector, ...service.selector }]));
    if (places.size === 0) return [assumed(text, '', selector)];
    return [...places].map(([namespace, labels]) => assumed(text, namespace, labels));
  });
}

/** Labels that have something in common with a selector mention one of its values. */
const oneOf = (selector: Labels) => mentionsAny(Object.values(selector));

function hasPods(selector: Labels, workloads: Iterable<Workload>): boolean {
  for (const { labels } of workloads) if (selects(selector, labels)) return true;
  return false;
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
