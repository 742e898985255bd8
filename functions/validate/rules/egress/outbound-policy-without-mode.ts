import type { Rule } from '../../rule.ts';
import { deep, isSet, rootOf, wrong } from '../../spot.ts';

export const outboundPolicyWithoutMode: Rule = {
  code: 'GI2621',
  name: 'outbound-policy-without-mode',
  severity: 'warning',
  summary: 'An `outboundTrafficPolicy` should say its mode.',
  why: 'a block without a mode means REGISTRY_ONLY: calls of hosts that the mesh does not know are blocked',
  fix: 'set `mode: ALLOW_ANY` or `mode: REGISTRY_ONLY`',
  source: 'https://istio.io/latest/docs/reference/config/networking/sidecar/#OutboundTrafficPolicy',
  upstream: ['KIA1007'],
  *check(world) {
    for (const item of world.ofKind('networking.istio.io', 'Sidecar')) {
      const policy = deep(rootOf(item), 'spec', 'outboundTrafficPolicy');
      if (isSet(policy) && !isSet(deep(policy, 'mode'))) yield wrong(policy, 'has no `mode`, which means REGISTRY_ONLY');
    }
  },
};
