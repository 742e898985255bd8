import { isEmpty } from '../../../mesh/inventory/labels.ts';
import { asRecord, isSet } from '../../../mesh/loose.ts';
import type { Rule, World } from '../../rule.ts';
import { type ForPods, forPods } from '../../spots/by-pods.ts';
import { selectedWorkloads } from '../../spots/selected-workloads.ts';

const kinds: readonly (readonly [group: string, kind: string])[] = [
  ['security.istio.io', 'AuthorizationPolicy'],
  ['security.istio.io', 'RequestAuthentication'],
  ['telemetry.istio.io', 'Telemetry'],
  ['extensions.istio.io', 'WasmPlugin'],
];

const gatewayName = 'gateway.networking.k8s.io/gateway-name';

export const policySelectorOnGatewayApi: Rule = {
  code: 'GI2711',
  name: 'policy-selector-on-gateway-api',
  severity: 'error',
  summary: 'A policy for a Gateway of the Gateway API should name it in `targetRefs`.',
  why: 'waypoints ignore selectors, and gateways follow them only while `ENABLE_SELECTOR_BASED_K8S_GATEWAY_POLICY` is on',
  fix: 'write `targetRefs: [{group: gateway.networking.k8s.io, kind: Gateway, name: NAME}]`',
  source: 'https://istio.io/latest/docs/reference/config/analysis/ist0166/',
  upstream: ['IST0166'],
  *check(world) {
    const waypoints = waypointsOf(world);
    const policies = kinds.flatMap(([group, kind]) => forPods(world, group, kind, 'selector', 'matchLabels'));
    for (const policy of policies.filter((each) => !hasTarget(each) && !isEmpty(each.selector))) {
      const gateway = gatewayOf(policy, selectedWorkloads(world).inNamespace(policy.namespace, policy.selector));
      if (gateway === undefined) continue;
      const isWaypoint = waypoints.has(`${policy.namespace}/${gateway}`);
      const message = `\`spec.selector\` takes the pods of Gateway "${gateway}"${isWaypoint ? ', a waypoint, which ignores it' : ''}`;
      yield { item: policy.item, path: ['spec', 'selector'], message, ...(isWaypoint ? {} : { severity: 'info' as const }) };
    }
  },
};

const waypointsOf = (world: World): ReadonlySet<string> =>
  new Set(
    world
      .ofKind('gateway.networking.k8s.io', 'Gateway')
      .filter(({ object }) => asRecord(object.spec).gatewayClassName === 'istio-waypoint')
      .map((item) => `${world.mesh.objects.namespaceOf(item)}/${item.id.name}`),
  );

const hasTarget = ({ item }: ForPods): boolean => ['targetRef', 'targetRefs'].some((field) => isSet(asRecord(item.object.spec)[field]));

/** By the label that the selector asks for, else by that of the pods that it takes. */
const gatewayOf = (
  { selector }: ForPods,
  workloads: readonly { readonly labels: Readonly<Record<string, string>> }[],
): string | undefined => selector[gatewayName] ?? workloads.map(({ labels }) => labels[gatewayName]).find((name) => name !== undefined);
