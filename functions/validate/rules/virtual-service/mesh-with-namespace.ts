import type { Rule } from '../../rule.ts';
import { text, wrong } from '../../spot.ts';
import { gatewaysByKey } from '../../spots/gateway-proxies.ts';
import { virtualServices } from '../../spots/virtual-service.ts';

export const meshWithNamespace: Rule = {
  code: 'GI2404',
  name: 'mesh-with-namespace',
  severity: 'error',
  summary: 'The sidecars of the mesh must be named `mesh`, without a namespace.',
  why: 'with a namespace it is a Gateway whose name is `mesh`: the routes do not reach any sidecar',
  fix: 'write `mesh`',
  source: 'https://github.com/istio/istio/issues/15556',
  upstream: ['IST0101', 'KIA1102'],
  *check(world) {
    for (const { gateways } of virtualServices(world))
      for (const gateway of gateways)
        if (text(gateway).endsWith('/mesh') && !gatewaysByKey(world).has(text(gateway)))
          yield wrong(gateway, `"${text(gateway)}" must be "mesh"`);
  },
};
