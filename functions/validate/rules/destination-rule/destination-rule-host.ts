import type { Rule } from '../../rule.ts';
import { at, deep, isSet, text, wrong } from '../../spot.ts';
import { destinationRules } from '../../spots/destination-rule.ts';
import { wildcardDomainProblem } from '../../syntax/domain.ts';

export const destinationRuleHost: Rule = {
  code: 'GI1301',
  name: 'destination-rule-host',
  severity: 'error',
  summary: 'The host of a DestinationRule must be a DNS name, with a wildcard in its first label at most.',
  why: 'the webhook of istiod refuses the object',
  fix: 'write `service.namespace.svc.cluster.local`, or the host of a ServiceEntry',
  source: 'istio/istio, pkg/config/validation/agent/validation.go (ValidateWildcardDomain)',
  upstream: ['IST0106'],
  *check(world) {
    for (const rule of destinationRules(world)) {
      const host = deep(rule, 'spec', 'host');
      const problem = typeof host.value === 'string' ? wildcardDomainProblem(text(host)) : undefined;
      if (!isSet(at(rule, 'spec'))) yield wrong(host, 'must be set');
      else if (problem !== undefined) yield wrong(host, problem);
    }
  },
};
