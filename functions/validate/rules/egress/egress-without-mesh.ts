import type { Rule } from '../../rule.ts';
import { wrongAt } from '../../spot.ts';
import { gatewaysBehind, ruledDestinations } from '../../spots/egress-hops.ts';

export const egressWithoutMesh: Rule = {
  code: 'GI2605',
  name: 'egress-without-mesh',
  severity: 'error',
  summary: 'A rule that sends the calls of workloads to a gateway must be bound to `mesh`.',
  why: 'sidecars do not know the rule, and send the calls past the gateway',
  fix: 'add `mesh` to `spec.gateways`',
  source: 'https://istio.io/latest/docs/tasks/traffic-management/egress/egress-gateway/',
  *check(world) {
    for (const { virtualService, destination, gateways } of ruledDestinations(world)) {
      const behind = gatewaysBehind(world).get(destination.host);
      if (behind === undefined || virtualService.gateways.includes('mesh') || !gateways.includes('mesh')) continue;
      yield wrongAt(
        { item: virtualService.item, path: ['spec', 'gateways'] },
        `does not have "mesh", so no sidecar sends calls to the gateway behind "${destination.host}"`,
      );
    }
  },
};
