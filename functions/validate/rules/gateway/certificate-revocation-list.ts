import type { Rule } from '../../rule.ts';
import { at, length, text, wrong } from '../../spot.ts';
import { passthroughModes, serverTls } from '../../spots/gateway.ts';

export const certificateRevocationList: Rule = {
  code: 'GI1119',
  name: 'certificate-revocation-list',
  severity: 'error',
  summary: 'A certificate revocation list must be used with client certificates from files only.',
  why: 'the webhook of istiod refuses the object',
  fix: 'put the list into the Secret as `ca.crl`, or delete `caCrl`',
  source: 'istio/istio, pkg/config/validation/validation.go (validateTLSOptions)',
  upstream: ['IST0106'],
  *check(world) {
    for (const { tls, mode } of serverTls(world)) {
      const crl = at(tls, 'caCrl');
      const named = text(at(tls, 'credentialName')) !== '';
      if (text(crl) === '') continue;
      if (named && passthroughModes.has(mode)) yield wrong(crl, 'must not be set beside `credentialName`');
      if (mode === 'SIMPLE' && !named && length(at(tls, 'credentialNames')) === 0)
        yield wrong(crl, 'must not be set when `mode` is SIMPLE');
    }
  },
};
