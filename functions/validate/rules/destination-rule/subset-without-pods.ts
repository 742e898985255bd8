import { isEmpty, type Labels, selects } from '../../../mesh/inventory/labels.ts';
import type { Subset } from '../../../mesh/registry/destination-rules.ts';
import type { Service } from '../../../mesh/registry/service.ts';
import { closedWorld } from '../../closed-world.ts';
import type { Finding, Rule, World } from '../../rule.ts';
import { titled, wrongAt } from '../../spot.ts';
import { istioDestinationRules } from '../../spots/istio-rules.ts';
import { mayLeadElsewhere } from '../../spots/known-pods.ts';
import { selectedWorkloads } from '../../spots/selected-workloads.ts';
import { servicesOf } from '../../spots/services-of.ts';

export const subsetWithoutPods: Rule = {
  code: 'GI2511',
  name: 'subset-without-pods',
  severity: 'warning',
  summary: 'The labels of a subset should be those of pods behind the Service.',
  why: 'the subset is empty: requests for it are answered with 503',
  fix: 'use labels of the pod template',
  source: 'https://istio.io/latest/docs/reference/config/networking/destination-rule/#Subset',
  upstream: ['IST0173', 'KIA0203'],
  *check(world) {
    for (const { host, subsets, item } of istioDestinationRules(world).filter((rule) => rule.subsets.length > 0)) {
      const [service, ...others] = servicesOf(world, host, item);
      if (service !== undefined && others.length === 0) yield* emptyOf(subsets, service, world);
    }
  },
};

function* emptyOf(subsets: readonly Subset[], service: Service, world: World): Iterable<Finding> {
  const all = labelsBehind(service, world);
  for (const { labels, field, name } of all === undefined ? [] : subsets) {
    const own = Object.fromEntries(Object.entries(labels).filter(([key, value]) => value === '' || !isOfNode(key)));
    if (isEmpty(own) || all?.some((pod) => selects(own, pod))) continue;
    const text = `of subset "${name}" are those of no pods behind ${titled(service.field.item)}`;
    yield wrongAt({ item: field.item, path: [...field.path, 'labels'] }, text, world.complete ? { severity: 'error' } : {});
  }
}

/** Labels that endpoints have from the node or the network that they are on. */
const isOfNode = (label: string): boolean => /^topology\.|^failure-domain\.|^kubernetes\.io\/hostname$/.test(label);

/** The labels of everything that a service leads to, where the files tell; controllers of rollouts change labels as they go. */
function labelsBehind(service: Service, world: World): readonly Labels[] | undefined {
  if (service.registry === 'external') return service.endpoints.length > 0 ? service.endpoints.map(({ labels }) => labels) : undefined;
  if (service.selector === undefined || !closedWorld(world).hasAllWorkloads(service.field.item)) return undefined;
  const workloads = selectedWorkloads(world).inNamespace(service.namespace, service.selector);
  if ((workloads.length === 0 && !world.complete) || workloads.some(({ kind, known }) => kind === 'Rollout' || known !== 'files'))
    return undefined;
  return mayLeadElsewhere(world) ? undefined : workloads.map(({ labels }) => labels);
}
