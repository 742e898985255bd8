import type { Rule } from '../../rule.ts';
import { deep, wrong } from '../../spot.ts';
import { openshiftRoutes } from '../../spots/openshift-routes.ts';

export const routeTargetPort: Rule = {
  code: 'GI1805',
  name: 'route-target-port',
  severity: 'error',
  summary: 'The target port of a Route must be a number or a name.',
  why: 'the API server refuses the Route',
  fix: 'write the name of a port of the Service, or a port number of its pods',
  source: 'openshift/library-go, pkg/route/validation/validation.go',
  *check(world) {
    for (const port of openshiftRoutes(world).map(({ spec }) => deep(spec, 'port', 'targetPort')))
      if (port.value === 0 || port.value === '') yield wrong(port, 'must not be empty');
  },
};
