import type { Rule } from '../../rule.ts';
import { at, isSet, members, wrong } from '../../spot.ts';
import { trafficPolicies } from '../../spots/destination-rule.ts';

export const clientTlsMode: Rule = {
  code: 'GI2506',
  name: 'client-tls-mode',
  severity: 'error',
  summary: 'Client TLS settings must have a `mode`.',
  why: 'without `mode` TLS is switched off: requests are sent in plain text, and refused where mTLS is demanded',
  fix: 'set `mode: SIMPLE`, `MUTUAL` or `ISTIO_MUTUAL`; write `mode: DISABLE` if plain text is meant',
  source: 'https://istio.io/latest/docs/reference/config/networking/destination-rule/#ClientTLSSettings-TLSmode',
  *check(world) {
    for (const { policy } of trafficPolicies(world)) {
      const tls = at(policy, 'tls');
      if (!isSet(tls) || isSet(at(tls, 'mode'))) continue;
      yield wrong(tls, 'has no `mode`, which switches TLS off', members(tls).length === 0 ? { severity: 'warning' } : {});
    }
  },
};
