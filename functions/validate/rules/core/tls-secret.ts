import { createPrivateKey, X509Certificate } from 'node:crypto';
import type { Rule } from '../../rule.ts';
import { wrong } from '../../spot.ts';
import { dataEntry } from '../../spots/entries-of-data.ts';

export const tlsSecret: Rule = {
  code: 'GI1918',
  name: 'tls-secret',
  severity: 'warning',
  summary: 'A TLS Secret should have a certificate and the key that belongs to it.',
  why: 'the API server warns, and every gateway that uses the Secret has no certificate',
  fix: 'replace both with the certificate and the key in PEM form',
  source: 'kubernetes/kubernetes, pkg/registry/core/secret/strategy.go',
  *check(world) {
    for (const secret of world.ofKind('', 'Secret')) {
      if (secret.object.type !== 'kubernetes.io/tls') continue;
      const [certificate, key] = [dataEntry(secret, 'tls.crt'), dataEntry(secret, 'tls.key')];
      if (certificate === undefined || key === undefined) continue;
      const [read, secretKey] = [attempt(() => new X509Certificate(certificate.content)), attempt(() => createPrivateKey(key.content))];
      if (read === undefined) yield wrong(certificate.spot, 'is no certificate in PEM form');
      else if (secretKey === undefined) yield wrong(key.spot, 'is no private key in PEM form');
      else if (!read.checkPrivateKey(secretKey)) yield wrong(key.spot, 'is the key of another certificate');
    }
  },
};

function attempt<Value>(make: () => Value): Value | undefined {
  try {
    return make();
  } catch {
    return undefined;
  }
}
