import type { Rule } from '../../rule.ts';
import { at, isSet, length, wrong } from '../../spot.ts';
import { sidecars } from '../../spots/sidecar.ts';

export const emptySidecar: Rule = {
  code: 'GI1501',
  name: 'empty-sidecar',
  severity: 'error',
  summary: 'A Sidecar must configure something.',
  why: 'the webhook of istiod refuses the object',
  fix: 'add `egress`, `ingress` or `outboundTrafficPolicy`, or delete the Sidecar',
  source: 'istio/istio, pkg/config/validation/validation.go (ValidateSidecar)',
  upstream: ['IST0106'],
  *check(world) {
    for (const spec of sidecars(world)) {
      const listens = ['ingress', 'egress'].some((name) => length(at(spec, name)) > 0);
      if (!listens && !['outboundTrafficPolicy', 'inboundConnectionPool'].some((name) => isSet(at(spec, name))))
        yield wrong(spec, 'must configure something');
    }
  },
};
