import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Written } from './case.ts';
import { object } from './vocabulary.ts';

let pair: { readonly certificate: string; readonly key: string } | undefined;

/** A Secret with a certificate: istiod serves no listener whose certificate it cannot read. */
export function secret(namespace: string, name: string): Written {
  pair ??= made();
  const base64 = (text: string) => Buffer.from(text).toString('base64');
  return object('v1', 'Secret', namespace, name, {
    type: 'kubernetes.io/tls',
    data: { 'tls.crt': base64(pair.certificate), 'tls.key': base64(pair.key) },
  });
}

function made(): { readonly certificate: string; readonly key: string } {
  const folder = mkdtempSync(join(tmpdir(), 'certificate-'));
  const [key, certificate] = [join(folder, 'key.pem'), join(folder, 'certificate.pem')];
  try {
    const args = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '3650', '-subj', '/CN=test'];
    execFileSync('openssl', [...args, '-keyout', key, '-out', certificate], { stdio: 'ignore' });
    return { certificate: readFileSync(certificate, 'utf8'), key: readFileSync(key, 'utf8') };
  } catch {
    // Without openssl the Secrets are rubbish, and istiod's simulator says so.
    return { certificate: 'no certificate', key: 'no key' };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
