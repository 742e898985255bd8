import type { Rule } from '../../rule.ts';
import { list, text, wrong } from '../../spot.ts';
import { serviceEntries } from '../../spots/service-entry.ts';
import { isPartialWildcard, wildcardDomainProblem } from '../../syntax/domain.ts';

export const serviceEntryHost: Rule = {
  code: 'GI1401',
  name: 'service-entry-host',
  severity: 'error',
  summary: 'A host of a ServiceEntry must be a DNS name, with a wildcard in its first label at most, and not `*`.',
  why: 'the webhook of istiod refuses the object',
  fix: 'write the host that clients call',
  source: 'istio/istio, pkg/config/validation/validation.go (ValidateServiceEntry)',
  upstream: ['IST0106', 'IST0133'],
  *check(world) {
    for (const { spec, resolution } of serviceEntries(world)) {
      for (const host of list(spec, 'hosts')) {
        const problem =
          text(host) === '*' ? 'must not be "*"' : typeof host.value === 'string' ? wildcardDomainProblem(text(host)) : undefined;
        if (problem !== undefined) yield wrong(host, problem);
        if (isPartialWildcard(text(host)) && resolution !== 'DYNAMIC_DNS')
          yield wrong(host, `should begin with "*.": ${JSON.stringify(text(host))} is a wildcard for part of a label`, {
            severity: 'warning',
          });
      }
    }
  },
};
