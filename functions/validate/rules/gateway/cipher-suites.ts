import type { Rule } from '../../rule.ts';
import { list, text, wrong } from '../../spot.ts';
import { serverTls } from '../../spots/gateway.ts';

export const cipherSuites: Rule = {
  code: 'GI1113',
  name: 'cipher-suites',
  severity: 'warning',
  summary: 'Cipher suites should be ones that Envoy knows, each written once.',
  why: 'istiod leaves out the others without a word',
  fix: 'correct or delete the cipher suite',
  source: 'istio/istio, pkg/config/security/security.go (ValidCipherSuites)',
  upstream: ['IST0133'],
  *check(world) {
    for (const { tls } of serverTls(world)) {
      const seen = new Set<string>();
      for (const suite of list(tls, 'cipherSuites')) {
        const name = text(suite);
        if (!isKnown(name)) yield wrong(suite, `is ignored: Envoy knows no cipher suite ${JSON.stringify(name)}`);
        else if (seen.has(name)) yield wrong(suite, `repeats ${JSON.stringify(name)}`);
        seen.add(name);
      }
    }
  },
};

const known = new Set([
  ...['AES128-GCM-SHA256', 'AES256-GCM-SHA384', 'CHACHA20-POLY1305', 'AES128-SHA', 'AES256-SHA'].flatMap((name) => [
    `ECDHE-ECDSA-${name}`,
    `ECDHE-RSA-${name}`,
  ]),
  ...['AES128-GCM-SHA256', 'AES256-GCM-SHA384', 'AES128-SHA', 'AES256-SHA', 'DES-CBC3-SHA'],
  ...['ALL', ''],
]);

/** BoringSSL also takes expressions, which begin with a sign such as `-` or `[`. */
const isKnown = (name: string): boolean => known.has(name) || !/^[\p{L}\p{N}]/u.test(name);
