import type { Rule } from '../../rule.ts';
import { egressFindings } from '../../spots/egress-listeners.ts';
import { sidecars } from '../../spots/sidecar.ts';

export const egressListener: Rule = {
  code: 'GI1505',
  name: 'egress-listener',
  severity: 'error',
  summary: 'Egress listeners must have ports or sockets of their own, and the one without a port must come last.',
  why: 'the webhook of istiod refuses the object',
  fix: 'move the listener without `port` to the end, and keep one of them',
  source: 'istio/istio, pkg/config/validation/validation.go (ValidateSidecar)',
  upstream: ['IST0106'],
  *check(world) {
    for (const spec of sidecars(world)) yield* egressFindings(spec);
  },
};
