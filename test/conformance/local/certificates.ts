import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '../judges/temporary.ts';

/** PEM texts. */
export interface Pem {
  readonly certificate: string;
  readonly key: string;
  readonly ca: string;
}

const openssl = (args: readonly string[]): void => {
  execFileSync('openssl', args, { stdio: 'ignore' });
};
const keys = { ec: ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1'], rsa: ['-newkey', 'rsa:2048'] };
const newKey = (kind: keyof typeof keys): string[] => ['req', '-x509', ...keys[kind], '-nodes', '-days', '30'];

interface Authority {
  readonly folder: string;
  readonly ca: string;
}

const authorities = new Map<string, Authority>();

function authority(name: string): Authority {
  const known = authorities.get(name);
  if (known) return known;
  const folder = temporaryFolder();
  openssl([...newKey('ec'), '-subj', `/CN=${name}`, '-keyout', join(folder, 'ca.key'), '-out', join(folder, 'ca.crt')]);
  const made = { folder, ca: readFileSync(join(folder, 'ca.crt'), 'utf8') };
  authorities.set(name, made);
  return made;
}

const made = new Map<string, Pem>();

/** A certificate for names of one CA, or of another one that nobody trusts; the same at every call. */
export function certificateFor(names: readonly string[], issuer: 'trusted' | 'untrusted' = 'trusted', kind: keyof typeof keys = 'ec'): Pem {
  const key = `${issuer} ${kind} ${names.join()}`;
  const known = made.get(key);
  if (known) return known;
  const { folder, ca } = authority(issuer);
  const [keyFile, file, config] = ['leaf.key', 'leaf.crt', 'leaf.cnf'].map((name) => join(folder, name)) as [string, string, string];
  const list = names.map((name) => (name.includes('://') ? `URI:${name}` : `DNS:${name}`)).join(',');
  writeFileSync(
    config,
    `[req]\ndistinguished_name=dn\nx509_extensions=ext\n[dn]\n[ext]\nbasicConstraints=CA:FALSE\nsubjectAltName=${list || 'DNS:none'}\n`,
  );
  const signer = ['-CA', join(folder, 'ca.crt'), '-CAkey', join(folder, 'ca.key'), '-config', config];
  openssl([...newKey(kind), ...signer, '-subj', `/CN=${(names[0] ?? 'none').slice(0, 60)}`, '-keyout', keyFile, '-out', file]);
  const pem = { certificate: readFileSync(file, 'utf8'), key: readFileSync(keyFile, 'utf8'), ca };
  made.set(key, pem);
  return pem;
}
