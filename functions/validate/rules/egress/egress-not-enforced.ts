import { asList, asRecord } from '../../../mesh/loose.ts';
import type { Rule, World } from '../../rule.ts';
import { wrongAt } from '../../spot.ts';
import { gatewaysBehind, ruledDestinations } from '../../spots/egress-hops.ts';

export const egressNotEnforced: Rule = {
  code: 'GI2618',
  name: 'egress-not-enforced',
  severity: 'info',
  summary: 'Where calls to the outside go through an egress gateway, something should keep pods from going past it.',
  why: 'rules for sidecars are no barrier: a pod without a sidecar, or one that goes past its own, reaches any host',
  fix: 'add NetworkPolicies for egress, or set `outboundTrafficPolicy.mode: REGISTRY_ONLY` and block the rest at the network',
  source: 'https://istio.io/latest/docs/tasks/traffic-management/egress/egress-gateway/#additional-security-considerations',
  *check(world) {
    if (hasBarrier(world)) return;
    const told = new Set<unknown>();
    for (const { virtualService, destination, gateways } of ruledDestinations(world)) {
      const { item } = virtualService;
      const isOutside = virtualService.hosts.some((host) => world.mesh.registry.withHost(host).some(({ meshExternal }) => meshExternal));
      if (!isOutside || !gateways.includes('mesh') || !gatewaysBehind(world).has(destination.host) || told.has(destination.host)) continue;
      // What an intent asks for is documented with it.
      if (item.origin !== undefined) continue;
      told.add(destination.host);
      yield wrongAt(
        { item, path: ['spec', 'hosts'] },
        'are called through an egress gateway, and no NetworkPolicy keeps pods from calling them directly',
      );
    }
  },
};

/** Whether the files hold anything that restricts egress: a NetworkPolicy of any maker, or the policy of the mesh. */
function hasBarrier(world: World): boolean {
  if (world.mesh.settings.outboundTrafficPolicy.value === 'REGISTRY_ONLY') return true;
  if (
    world.items.some(
      ({ id }) =>
        /^(?:Cilium(?:Clusterwide)?|Global|Admin|BaselineAdmin|Egress)(?:Network|Firewall)/.test(id.kind) || id.kind === 'EgressFirewall',
    )
  )
    return true;
  return world.ofKind('networking.k8s.io', 'NetworkPolicy').some(({ object }) => {
    const spec = asRecord(object.spec);
    return asList(spec.policyTypes).includes('Egress') || asList(spec.egress).length > 0;
  });
}
