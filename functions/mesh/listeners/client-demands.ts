import { asList, asRecord, asText, asTexts, type Loose } from '../loose.ts';

/** What a certificate of a client must have besides an authority that is trusted: one of the names, and one of the hashes. */
export interface ClientDemands {
  readonly names: readonly DemandedName[];
  readonly hashes: readonly CertificateHash[];
}

/** One name that will do; without a kind, a subject alternative name of any kind. */
export interface DemandedName {
  readonly kind: NameKind | undefined;
  readonly match: 'Exact' | 'Prefix' | 'Suffix' | 'RegularExpression';
  readonly value: string;
}

export type NameKind = 'DNS' | 'EMAIL' | 'IP' | 'URI' | 'OTHER';

/** SHA-256: of the whole certificate in hexadecimal, or of its public key in base64. */
export interface CertificateHash {
  readonly of: 'certificate' | 'key';
  readonly value: string;
}

export const noDemands: ClientDemands = { names: [], hashes: [] };

/** Of a server of an Istio Gateway. Hashes are looked at where the certificates come from Secrets only. */
export function demandsOfServer(tls: Loose, fromSecret: boolean): ClientDemands {
  if (tls.insecureSkipVerify === true) return noDemands;
  const names = asTexts(tls.subjectAltNames).map((value): DemandedName => ({ kind: undefined, match: 'Exact', value }));
  return { names, hashes: fromSecret ? hashesIn(tls.verifyCertificateHash, tls.verifyCertificateSpki) : [] };
}

/** Of a ClientTrafficPolicy of Envoy Gateway. */
export function demandsOfPolicy(validation: Loose): ClientDemands {
  const names = Object.entries(asRecord(validation.subjectAltNames)).flatMap(([list, matches]) =>
    asList(matches)
      .map(asRecord)
      .map((match) => demandedName(kinds[list], match)),
  );
  return { names, hashes: hashesIn(validation.certificateHashes, validation.spkiHashes) };
}

const kinds: Readonly<Record<string, NameKind>> = {
  dnsNames: 'DNS',
  emailAddresses: 'EMAIL',
  ipAddresses: 'IP',
  uris: 'URI',
  otherNames: 'OTHER',
};
const matches = new Set(['Prefix', 'Suffix', 'RegularExpression'] as const);

function demandedName(kind: NameKind | undefined, { type, value }: Loose): DemandedName {
  const written = asText(type) as 'Prefix' | 'Suffix' | 'RegularExpression';
  return { kind, match: matches.has(written) ? written : 'Exact', value: asText(value) };
}

function hashesIn(certificates: unknown, keys: unknown): CertificateHash[] {
  return [
    ...asTexts(certificates).map((text): CertificateHash => ({ of: 'certificate', value: plainHash(text) })),
    ...asTexts(keys).map((text): CertificateHash => ({ of: 'key', value: text.trim() })),
  ];
}

/** Colons and upper case make no difference to Envoy. */
const plainHash = (text: string): string => text.replaceAll(':', '').trim().toLowerCase();

/** A hash as a user writes it: what is no SHA-256 in hexadecimal is one of the key. */
export function certificateHash(text: string): CertificateHash {
  const plain = plainHash(text);
  return /^[0-9a-f]{64}$/.test(plain) ? { of: 'certificate', value: plain } : { of: 'key', value: text.trim() };
}

/** For messages, after "a certificate": `for "a" or "b"`, `with a hash that is listed`. */
export function demandsText({ names, hashes }: ClientDemands): string {
  const listed = names.map((name) => `"${nameText(name)}"`).join(' or ');
  return `${names.length === 0 ? '' : ` for ${listed}`}${hashes.length === 0 ? '' : ' with a hash that is listed'}`;
}

function nameText({ match, value }: DemandedName): string {
  return { Exact: value, Prefix: `${value}*`, Suffix: `*${value}`, RegularExpression: `/${value}/` }[match];
}
