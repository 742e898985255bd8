import type { Rule } from '../../rule.ts';
import { wrongAt } from '../../spot.ts';

export const listenersWithPortsOnly: Rule = {
  code: 'GI2612',
  name: 'listeners-with-ports-only',
  severity: 'warning',
  summary: 'An egress listener with a port should stand beside one without.',
  why: 'services on all other ports are unknown to the sidecars: no rules, no mTLS and no load balancing for calls to them',
  fix: 'add an entry without `port` at the end of `spec.egress`',
  source: 'https://istio.io/latest/docs/reference/config/networking/sidecar/#IstioEgressListener',
  *check(world) {
    for (const { item, egress, outboundTrafficPolicy } of world.mesh.sidecars.all) {
      if (egress.length === 0 || egress.some(({ port, bindsPort }) => port === undefined || bindsPort)) continue;
      const ports = egress.map(({ port }) => port?.number).join(', ');
      const after =
        outboundTrafficPolicy?.mode === 'REGISTRY_ONLY' ? 'calls to other ports are blocked' : 'calls to other ports go past all rules';
      yield wrongAt({ item, path: ['spec', 'egress'] }, `has listeners for ports only (${ports}): ${after}`);
    }
  },
};
