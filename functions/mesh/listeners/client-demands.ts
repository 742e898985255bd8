import { asList, asRecord, asText, asTexts, type Loose } from '../loose.ts';

/** What a certificate of a client must have besides an authority that is trusted: each a clause after "a certificate". */
export function clientDemands(tls: Loose): readonly string[] {
  const listed = ['verifyCertificateHash', 'verifyCertificateSpki', 'certificateHashes', 'spkiHashes'];
  return [
    ...named(namesIn(tls.subjectAltNames)),
    ...(listed.some((field) => asTexts(tls[field]).length > 0) ? ['with a hash that is listed'] : []),
  ];
}

const named = (names: readonly string[]): string[] => (names.length === 0 ? [] : [`for ${names.map((name) => `"${name}"`).join(' or ')}`]);

/** A list of names with Istio; lists of patterns by the kind of name with Envoy Gateway. */
function namesIn(value: unknown): readonly string[] {
  if (Array.isArray(value)) return asTexts(value);
  return Object.values(asRecord(value)).flatMap((list) => asList(list).map(patternText));
}

function patternText(pattern: unknown): string {
  if (typeof pattern === 'string') return pattern;
  const { type, value, name } = asRecord(pattern);
  const text = asText(value) || asText(name);
  return { Prefix: `${text}*`, Suffix: `*${text}`, RegularExpression: `/${text}/` }[asText(type)] ?? text;
}
