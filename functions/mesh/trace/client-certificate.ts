import type { CertificateHash, ClientDemands, DemandedName, NameKind } from '../listeners/client-demands.ts';
import { matchesFully } from '../routes/string-match.ts';

/** The certificate that a client shows; what of it is not told is `undefined`. */
export interface ClientCertificate {
  /** Subject alternative names, with their kind as OpenSSL prints them (`URI:spiffe://…`), or without. */
  readonly names?: readonly string[] | undefined;
  readonly hashes?: readonly CertificateHash[] | undefined;
}

/** Whether a certificate meets demands, and if that cannot be told, or not, what is in its way. */
export interface Met {
  readonly verdict: 'yes' | 'no' | 'open';
  readonly missing: ClientDemands;
}

export function meets({ names, hashes }: ClientDemands, shown: ClientCertificate): Met {
  const named = names.length === 0 || shown.names?.some((text) => names.some((name) => fits(name, text)));
  const hashed = hashes.length === 0 || isListed(hashes, shown.hashes);
  const missing = { names: named === true ? [] : names, hashes: hashed === true ? [] : hashes };
  if (named === false || hashed === false) {
    return { verdict: 'no', missing: { names: named === false ? names : [], hashes: hashed === false ? hashes : [] } };
  }
  return { verdict: named && hashed ? 'yes' : 'open', missing };
}

/** One of either list is enough; a list of which the client tells nothing leaves it open. */
function isListed(listed: readonly CertificateHash[], shown: readonly CertificateHash[] = []): boolean | undefined {
  if (shown.some((hash) => listed.some(({ of, value }) => of === hash.of && value === hash.value))) return true;
  return listed.every(({ of }) => shown.some((hash) => hash.of === of)) ? false : undefined;
}

const prefixes: readonly (readonly [RegExp, NameKind])[] = [
  [/^DNS:/i, 'DNS'],
  [/^URI:/i, 'URI'],
  [/^email:/i, 'EMAIL'],
  [/^IP(?: Address)?:/i, 'IP'],
  [/^othername:/i, 'OTHER'],
];

function fits({ kind, match, value }: DemandedName, text: string): boolean {
  const [prefix, shownKind] = prefixes.find(([pattern]) => pattern.test(text)) ?? [];
  const name = prefix === undefined ? text : text.replace(prefix, '').trim();
  if (kind !== undefined && shownKind !== undefined && kind !== shownKind) return false;
  switch (match) {
    case 'Prefix':
      return name.startsWith(value);
    case 'Suffix':
      return name.endsWith(value);
    case 'RegularExpression':
      return matchesFully(value, name);
    case 'Exact':
      return name === value || ((kind ?? shownKind ?? 'DNS') === 'DNS' && isDnsMatch(name, value));
  }
}

/** A wildcard in the certificate stands for one label. */
function isDnsMatch(name: string, value: string): boolean {
  if (!/^[\w*.-]+$/.test(name)) return false;
  const [shown, wanted] = [name.toLowerCase(), value.toLowerCase()];
  return shown === wanted || (shown.startsWith('*.') && wanted.includes('.') && shown.slice(1) === wanted.slice(wanted.indexOf('.')));
}
