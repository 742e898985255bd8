import type { Rule } from '../../rule.ts';
import { deep, isSet, titled, wrong } from '../../spot.ts';
import { routedPort, routedServices } from '../../spots/routed-ports.ts';

export const routePortUnknown: Rule = {
  code: 'GI2804',
  name: 'route-port-unknown',
  severity: 'error',
  summary: 'The target port of a Route must be the name of a port of the Service, or a port of its pods.',
  why: 'the router finds no endpoints, and answers 503',
  fix: 'write the name of the port of the Service',
  source: 'openshift/api, route/v1/types.go (RoutePort)',
  *check(world) {
    for (const routed of routedServices(world)) {
      const target = deep(routed.spec, 'port', 'targetPort');
      if (routed.service === undefined || !isSet(target) || routedPort(routed) !== undefined) continue;
      const { ports, item } = routed.service;
      const same = ports.find(({ port }) => String(port) === String(target.value));
      const names = ports.map(({ name, targetPort }) => `"${name || targetPort}"`).join(', ');
      yield wrong(
        target,
        `is ${JSON.stringify(target.value)}, ${same ? 'the number of a port of the Service, not of its pods' : `which ${titled(item)} does not have: it has ${names || 'none'}`}`,
        {
          ...(same ? { fix: `write \`targetPort: ${same.name || same.targetPort}\`` } : {}),
        },
      );
    }
  },
};
