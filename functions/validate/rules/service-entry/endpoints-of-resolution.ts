import type { Rule } from '../../rule.ts';
import { at, isSet, length, list, text, wrong } from '../../spot.ts';
import { serviceEntries } from '../../spots/service-entry.ts';
import { domainProblem } from '../../syntax/domain.ts';

export const endpointsOfResolution: Rule = {
  code: 'GI1405',
  name: 'endpoints-of-resolution',
  severity: 'error',
  summary: 'Endpoints of a ServiceEntry must fit its resolution.',
  why: 'the webhook of istiod refuses the object',
  fix: 'remove the endpoints, or change `resolution`',
  source: 'istio/istio, pkg/config/validation/validation.go (ValidateServiceEntry)',
  upstream: ['IST0106', 'IST0133'],
  *check(world) {
    for (const { spec, resolution } of serviceEntries(world)) {
      const [endpoints, selector] = [at(spec, 'endpoints'), at(spec, 'workloadSelector')];
      if (isSet(endpoints) && isSet(selector)) yield wrong(endpoints, 'must not be set beside `workloadSelector`');
      else if (resolution === 'NONE' && isSet(endpoints)) yield wrong(endpoints, 'must not be set when `resolution` is NONE');
      if (resolution === 'NONE' && isSet(selector))
        yield wrong(selector, 'has no effect when `resolution` is NONE', { severity: 'warning' });
      if (resolution === 'DNS_ROUND_ROBIN' && length(endpoints) > 1)
        yield wrong(endpoints, 'must have at most one entry when `resolution` is DNS_ROUND_ROBIN');
      if (!resolution.startsWith('DNS') || length(endpoints) > 0) continue;
      const wildcard = list(spec, 'hosts').find((host) => domainProblem(text(host)) !== undefined);
      if (wildcard !== undefined)
        yield wrong(wildcard, `must be a full name when \`resolution\` is ${resolution} and there are no endpoints`);
    }
  },
};
