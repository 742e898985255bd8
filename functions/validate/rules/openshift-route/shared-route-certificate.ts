import { groupBy } from '../../../krm/group-by.ts';
import type { Rule } from '../../rule.ts';
import { at, deep, text, titled, wrong } from '../../spot.ts';
import { openshiftRoutes } from '../../spots/openshift-routes.ts';

export const sharedRouteCertificate: Rule = {
  code: 'GI2809',
  name: 'shared-route-certificate',
  severity: 'warning',
  summary: 'Routes for different hosts should not carry the same certificate.',
  why: 'browsers use one HTTP/2 connection for all hosts of a certificate, and the router takes all of its requests for the first host',
  fix: 'give each host a certificate of its own',
  source: 'https://docs.redhat.com/en/documentation/openshift_container_platform/latest/html/networking/configuring-ingress (HTTP/2)',
  *check(world) {
    const own = openshiftRoutes(world).filter(
      ({ spec, termination }) => termination !== 'passthrough' && text(deep(spec, 'tls', 'certificate')).trim() !== '',
    );
    for (const group of groupBy(own, ({ spec }) => text(deep(spec, 'tls', 'certificate')).trim()).values())
      for (const { spec, root } of group) {
        const other = group.find((route) => route.root !== root && text(at(route.spec, 'host')) !== text(at(spec, 'host')));
        if (other !== undefined)
          yield wrong(
            deep(spec, 'tls', 'certificate'),
            `is that of ${titled(other.root.item)}, too, which has the host "${text(at(other.spec, 'host'))}"`,
          );
      }
  },
};
