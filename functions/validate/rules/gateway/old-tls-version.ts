import type { Rule } from '../../rule.ts';
import { at, length, text, wrong } from '../../spot.ts';
import { serverTls } from '../../spots/gateway.ts';

export const oldTlsVersion: Rule = {
  code: 'GI1114',
  name: 'old-tls-version',
  severity: 'warning',
  summary: 'A minimum of TLS 1.0 or 1.1 should come with cipher suites for it.',
  why: 'the default cipher suites are none that these versions can use, so their handshakes fail',
  fix: 'raise `minProtocolVersion` to TLSV1_2, or list `cipherSuites`',
  source: 'istio/istio, pkg/config/validation/validation.go (validateTLSOptions)',
  upstream: ['IST0133'],
  *check(world) {
    for (const { tls } of serverTls(world)) {
      const version = at(tls, 'minProtocolVersion');
      if (/^TLSV1_[01]$/.test(text(version)) && length(at(tls, 'cipherSuites')) === 0)
        yield wrong(version, `is ${text(version)} without \`cipherSuites\` that it can use`);
    }
  },
};
