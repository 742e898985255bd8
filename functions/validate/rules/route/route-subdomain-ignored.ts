import type { Rule } from '../../rule.ts';
import { at, text, wrong } from '../../spot.ts';
import { openshiftRoutes } from '../../spots/openshift-routes.ts';

export const routeSubdomainIgnored: Rule = {
  code: 'GI1806',
  name: 'route-subdomain-ignored',
  severity: 'warning',
  summary: 'A Route should have a host or a subdomain, not both.',
  why: 'the API server warns of it, and the router uses the host',
  fix: 'delete `subdomain`',
  source: 'openshift/library-go, pkg/route/validation/validation.go (Warnings)',
  *check(world) {
    for (const { spec } of openshiftRoutes(world))
      if (text(at(spec, 'host')) !== '' && text(at(spec, 'subdomain')) !== '')
        yield wrong(at(spec, 'subdomain'), 'is ignored, because `host` is set');
  },
};
