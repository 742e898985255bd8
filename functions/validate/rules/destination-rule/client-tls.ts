import type { Rule } from '../../rule.ts';
import { at, isSet } from '../../spot.ts';
import { clientTlsFindings } from '../../spots/client-tls.ts';
import { trafficPolicies } from '../../spots/destination-rule.ts';

export const clientTls: Rule = {
  code: 'GI1311',
  name: 'client-tls',
  severity: 'error',
  summary: 'Client TLS settings must get their certificates in one way, and must not verify what `insecureSkipVerify` skips.',
  why: 'the webhook of istiod refuses the object',
  fix: 'keep `credentialName` or the file paths; delete `insecureSkipVerify`',
  source: 'istio/istio, pkg/config/validation/agent/validation.go (ValidateTLS)',
  upstream: ['IST0106'],
  *check(world) {
    for (const { policy } of trafficPolicies(world)) {
      const tls = at(policy, 'tls');
      if (isSet(tls)) yield* clientTlsFindings(tls);
    }
  },
};
