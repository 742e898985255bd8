import { createPrivateKey, X509Certificate } from 'node:crypto';
import type { Rule } from '../../rule.ts';
import { at, isSet, keysOf, rootOf, type Spot, text, wrong } from '../../spot.ts';

export const tlsSecret: Rule = {
  code: 'GI1918',
  name: 'tls-secret',
  severity: 'warning',
  summary: 'A TLS Secret should have a certificate and the key that belongs to it.',
  why: 'the API server warns, and every gateway that uses the Secret has no certificate',
  fix: 'replace both with the certificate and the key in PEM form',
  source: 'kubernetes/kubernetes, pkg/registry/core/secret/strategy.go',
  *check(world) {
    for (const secret of world.ofKind('', 'Secret').map(rootOf)) {
      if (text(at(secret, 'type')) !== 'kubernetes.io/tls') continue;
      const [certificate, key] = [entryOf(secret, 'tls.crt'), entryOf(secret, 'tls.key')];
      if (certificate === undefined || key === undefined) continue;
      const [read, secretKey] = [attempt(() => new X509Certificate(certificate.pem)), attempt(() => createPrivateKey(key.pem))];
      if (read === undefined) yield wrong(certificate.spot, 'is no certificate in PEM form');
      else if (secretKey === undefined) yield wrong(key.spot, 'is no private key in PEM form');
      else if (!read.checkPrivateKey(secretKey)) yield wrong(key.spot, 'is the key of another certificate');
    }
  },
};

/** What is written under `stringData` replaces what is under `data`. */
function entryOf(secret: Spot, name: string): { readonly spot: Spot; readonly pem: string } | undefined {
  const plain = keysOf(at(secret, 'stringData')).find(({ key }) => key === name);
  const encoded = at(at(secret, 'data'), name);
  if (plain !== undefined) return { spot: plain, pem: text(plain) };
  return isSet(encoded) ? { spot: encoded, pem: Buffer.from(text(encoded), 'base64').toString('latin1') } : undefined;
}

function attempt<Value>(make: () => Value): Value | undefined {
  try {
    return make();
  } catch {
    return undefined;
  }
}
