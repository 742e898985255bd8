import { asRecord } from '../../../mesh/loose.ts';
import type { Rule } from '../../rule.ts';
import { at, text, wrong } from '../../spot.ts';
import { openshiftRoutes } from '../../spots/openshift-routes.ts';

export const wildcardRoute: Rule = {
  code: 'GI2808',
  name: 'wildcard-route',
  severity: 'warning',
  summary: 'A Route for all subdomains should be one that the router admits.',
  why: 'routers refuse such Routes unless they are told to take them',
  fix: 'set `routeAdmission: {wildcardPolicy: WildcardsAllowed}` in the IngressController',
  source: 'https://docs.redhat.com/en/documentation/openshift_container_platform/latest/html/networking/configuring-ingress',
  *check(world) {
    const controllers = world.ofKind('operator.openshift.io', 'IngressController');
    const admits = controllers.some(({ object }) => asRecord(asRecord(object.spec).routeAdmission).wildcardPolicy === 'WildcardsAllowed');
    if (admits) return;
    for (const { spec } of openshiftRoutes(world)) {
      const policy = at(spec, 'wildcardPolicy');
      if (text(policy) === 'Subdomain')
        yield wrong(
          policy,
          'is Subdomain, and no IngressController in the files admits that',
          controllers.length > 0 ? {} : { severity: 'info' },
        );
    }
  },
};
