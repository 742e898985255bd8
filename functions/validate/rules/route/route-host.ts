import { isKubeLabel, isKubeSubdomain } from '../../../krm/kube-name.ts';
import type { Rule } from '../../rule.ts';
import { at, deep, text, wrong } from '../../spot.ts';
import { openshiftRoutes } from '../../spots/openshift-routes.ts';

export const routeHost: Rule = {
  code: 'GI1801',
  name: 'route-host',
  severity: 'error',
  summary: 'The host of a Route must be a lower-case DNS name with labels of at most 63 characters.',
  why: 'the API server refuses the Route',
  fix: 'write the host as clients look it up in DNS',
  source: 'openshift/library-go, pkg/route/validation/validation.go',
  *check(world) {
    for (const { root, spec } of openshiftRoutes(world)) {
      const [host, subdomain, wildcard] = [at(spec, 'host'), at(spec, 'subdomain'), at(spec, 'wildcardPolicy')];
      const lenient = text(at(deep(root, 'metadata', 'annotations'), 'route.openshift.io/allow-non-dns-compliant-host')) === 'true';
      const isHost = lenient ? isKubeSubdomain(text(host)) : text(host).length <= 253 && text(host).split('.').every(isKubeLabel);
      if (text(host) !== '' && !isHost) yield wrong(host, `must be a lower-case DNS name, not ${JSON.stringify(text(host))}`);
      if (text(subdomain) !== '' && !text(subdomain).split('.').every(isKubeLabel))
        yield wrong(subdomain, `must be a lower-case DNS name, not ${JSON.stringify(text(subdomain))}`);
      if (text(wildcard) === 'Subdomain' && text(host) === '') yield wrong(host, 'must be set when `wildcardPolicy` is Subdomain');
    }
  },
};
