import type { Rule } from '../../rule.ts';
import { at, text, wrong } from '../../spot.ts';
import { openshiftRoutes } from '../../spots/openshift-routes.ts';

export const routePathPassthrough: Rule = {
  code: 'GI1802',
  name: 'route-path-passthrough',
  severity: 'error',
  summary: 'A Route that passes TLS through must not have a path.',
  why: 'the API server refuses the Route, because the router cannot read the path of an encrypted request',
  fix: 'delete `path`, or use `termination: edge` or `reencrypt`',
  source: 'openshift/library-go, pkg/route/validation/validation.go',
  *check(world) {
    for (const { spec, termination } of openshiftRoutes(world))
      if (termination === 'passthrough' && text(at(spec, 'path')) !== '')
        yield wrong(at(spec, 'path'), 'must not be set when `tls.termination` is passthrough');
  },
};
