import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from './temporary.ts';

let made: Readonly<Record<string, string>> | undefined;

/** The data of a TLS Secret with a self-signed certificate (base64, as Kubernetes has it); the same one at every call. */
export function certificate(): Readonly<Record<string, string>> {
  if (made) return made;
  const folder = temporaryFolder();
  const [key, crt] = [join(folder, 'tls.key'), join(folder, 'tls.crt')];
  const subject = ['-subj', '/CN=example.com', '-addext', 'subjectAltName=DNS:example.com'];
  execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '30', ...subject, '-keyout', key, '-out', crt], {
    stdio: 'ignore',
  });
  const base64 = (path: string) => readFileSync(path).toString('base64');
  made = { 'tls.crt': base64(crt), 'tls.key': base64(key), 'ca.crt': base64(crt) };
  return made;
}
