import type { Rule } from '../../rule.ts';
import { at, isTrue, text, wrong } from '../../spot.ts';
import { trafficPolicies } from '../../spots/destination-rule.ts';

export const anyPublicAuthority: Rule = {
  code: 'GI2510',
  name: 'any-public-authority',
  severity: 'info',
  summary: 'Client TLS settings should say which CA is trusted.',
  why: 'without `caCertificates` and `credentialName` every CA that the operating system of the proxy trusts is good enough',
  fix: 'set `caCertificates`; write `system` if the CAs of the operating system are meant',
  source: 'https://istio.io/latest/docs/reference/config/networking/destination-rule/#ClientTLSSettings',
  upstream: ['IST0128', 'IST0129'],
  *check(world) {
    for (const { policy, isForPort } of trafficPolicies(world)) {
      // An intent that names no CA means those of the operating system.
      if (policy.item.origin !== undefined) continue;
      const tls = at(policy, 'tls');
      const mode = text(at(tls, 'mode'));
      if (mode !== 'SIMPLE' && mode !== 'MUTUAL') continue;
      if (text(at(tls, 'caCertificates')) !== '' || text(at(tls, 'credentialName')) !== '' || isTrue(at(tls, 'insecureSkipVerify')))
        continue;
      yield { ...wrong(tls, 'names no CA: all public ones are trusted'), upstream: [isForPort ? 'IST0129' : 'IST0128'] };
    }
  },
};
