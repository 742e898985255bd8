import { isEmpty } from '../../../mesh/inventory/labels.ts';
import { closedWorld } from '../../closed-world.ts';
import type { Finding, Rule, World } from '../../rule.ts';
import { type ForPods, forPods } from '../../spots/by-pods.ts';
import { selectedWorkloads } from '../../spots/selected-workloads.ts';

/** Kinds with a selector, where it stands, and the codes of others that mean the same. */
const kinds: readonly (readonly [group: string, kind: string, field: string, labels: string, upstream: readonly string[]])[] = [
  ['networking.istio.io', 'Sidecar', 'workloadSelector', 'labels', ['IST0101', 'KIA0004']],
  ['networking.istio.io', 'EnvoyFilter', 'workloadSelector', 'labels', []],
  ['security.istio.io', 'AuthorizationPolicy', 'selector', 'matchLabels', ['IST0127', 'KIA0004']],
  ['security.istio.io', 'PeerAuthentication', 'selector', 'matchLabels', ['KIA0004']],
  ['security.istio.io', 'RequestAuthentication', 'selector', 'matchLabels', ['KIA0004']],
  ['telemetry.istio.io', 'Telemetry', 'selector', 'matchLabels', ['IST0101']],
  ['extensions.istio.io', 'WasmPlugin', 'selector', 'matchLabels', []],
];

export const selectorWithoutWorkload: Rule = {
  code: 'GI3013',
  name: 'selector-without-workload',
  severity: 'warning',
  summary: 'The selector of a policy should take the pods of a workload.',
  why: 'the policy has no effect, which leaves open what it should close',
  fix: 'correct the labels: they are those of the pod template, not of the Deployment or the Service',
  source: 'https://istio.io/latest/docs/reference/config/type/workload-selector/',
  upstream: ['IST0101', 'IST0127', 'KIA0004'],
  *check(world) {
    for (const [group, kind, field, labels, upstream] of kinds)
      for (const object of forPods(world, group, kind, field, labels))
        if (!isEmpty(object.selector)) yield* unselective(world, object, field, upstream);
        else if (kind === 'AuthorizationPolicy') yield* unpopulated(world, object);
  },
};

/** Labels of pods that controllers make for Gateways of the Gateway API. */
const gatewayLabels = ['gateway.networking.k8s.io/gateway-name', 'istio.io/gateway-name', 'gateway.envoyproxy.io/owning-gateway-name'];

function* unselective(world: World, { item, namespace, selector }: ForPods, field: string, upstream: readonly string[]): Iterable<Finding> {
  const { inNamespace, anywhere } = selectedWorkloads(world);
  if (gatewayLabels.some((label) => label in selector)) return;
  const isForMesh = namespace === world.mesh.settings.rootNamespace.value && item.id.kind !== 'Sidecar';
  const pods = isForMesh ? anywhere(selector) : inNamespace(namespace, selector);
  const isClosed = isForMesh ? world.complete : closedWorld(world).hasAllWorkloads(item);
  if (isClosed && pods.length === 0)
    yield {
      item,
      path: ['spec', field],
      message: `no pods ${isForMesh ? 'of the mesh' : `of namespace "${namespace}"`}${world.complete ? '' : ' in the files'} have the labels ${labelsText(selector)}`,
      upstream,
    };
}

/** A policy for a whole namespace in which nothing runs. */
function* unpopulated(world: World, { item, namespace }: ForPods): Iterable<Finding> {
  const spec = item.object.spec as { readonly targetRef?: unknown; readonly targetRefs?: unknown } | null | undefined;
  if (!world.complete || namespace === world.mesh.settings.rootNamespace.value || spec?.targetRef || spec?.targetRefs) return;
  if (selectedWorkloads(world).inNamespace(namespace, {}).length === 0)
    yield { item, path: ['metadata', 'namespace'], message: `there are no pods in namespace "${namespace}"`, upstream: ['IST0127'] };
}

const labelsText = (labels: Readonly<Record<string, string>>): string =>
  Object.entries(labels)
    .map(([key, value]) => `"${key}=${value}"`)
    .join(' and ');
