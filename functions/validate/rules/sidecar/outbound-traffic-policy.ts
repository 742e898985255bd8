import type { Rule } from '../../rule.ts';
import { at, isMap, isSet, text, wrong } from '../../spot.ts';
import { sidecars } from '../../spots/sidecar.ts';
import { domainProblem, isDnsLabel } from '../../syntax/domain.ts';

export const outboundTrafficPolicy: Rule = {
  code: 'GI1508',
  name: 'outbound-traffic-policy',
  severity: 'error',
  summary: 'An outbound policy of a Sidecar must have a mode that a Sidecar can have, and an egress proxy with a host and a port.',
  why: 'the webhook of istiod refuses the object',
  fix: 'use ALLOW_ANY or REGISTRY_ONLY; an egress proxy needs ALLOW_ANY',
  source: 'istio/istio, pkg/config/validation/validation.go (validateSidecarOutboundTrafficPolicy)',
  upstream: ['IST0106'],
  *check(world) {
    for (const policy of sidecars(world).map((spec) => at(spec, 'outboundTrafficPolicy'))) {
      const mode = at(policy, 'mode');
      const proxy = at(policy, 'egressProxy');
      if (text(mode) === 'ALLOW_ANY_DYNAMIC_DNS')
        yield wrong(mode, 'must not be ALLOW_ANY_DYNAMIC_DNS on a Sidecar: only the whole mesh can have it');
      if (!isSet(proxy) || text(mode) === 'ALLOW_ANY_DYNAMIC_DNS') continue;
      if (text(mode) !== 'ALLOW_ANY') {
        yield wrong(proxy, 'must not be set unless `mode` is ALLOW_ANY');
        continue;
      }
      const problem = isSet(at(proxy, 'host')) ? domainProblem(text(at(proxy, 'host'))) : undefined;
      if (problem !== undefined) yield wrong(at(proxy, 'host'), problem);
      const subset = at(proxy, 'subset');
      if (text(subset) !== '' && !isDnsLabel(text(subset))) yield wrong(subset, `must be a DNS label, not ${JSON.stringify(text(subset))}`);
      if (!isSet(at(proxy, 'port'))) yield wrong(at(proxy, 'port'), 'must be set');
      else if (isMap(at(proxy, 'port')) && !isSet(at(at(proxy, 'port'), 'number')))
        yield wrong(at(at(proxy, 'port'), 'number'), 'must be set');
    }
  },
};
