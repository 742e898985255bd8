import { domainToASCII } from 'node:url';
import { quote } from '../diagnostics/quote.ts';

/** What is wrong with a host name beyond its pattern, where it is one: other alphabets, capital letters, schemes, ports, underscores, odd wildcards. */
export function badHost(value: string, pattern: string): { message: string; fix: string } | undefined {
  if (!pattern.includes('(\\*|(\\*\\.)?[a-z0-9]')) return undefined;
  if (/^\[?[0-9a-f]*:[0-9a-f:.]*\]?$/i.test(value) && value.split(':').length > 2)
    return { message: `must be a name, not an address: ${quote(value)}`, fix: 'write the name that clients use' };
  if (/[^,;\s][,;\s]+[^,;\s]/.test(value))
    return {
      message: `must be one host, not ${quote(value)}`,
      fix: `write each as an entry of its own: "${value
        .trim()
        .split(/[,;\s]+/)
        .join('", "')}"`,
    };
  const bare = bareHost(value);
  const fix = `write "${plainHost(bare)}"`;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: everything outside ASCII is asked for
  if (/[^\x00-\x7f]/.test(bare) && domainToASCII(bare.replace(/^\*\./, '')) !== '')
    return { message: `must be in ASCII form, not ${quote(value)}`, fix };
  if (bare !== value && bare !== '') return { message: `must be a host alone, not ${quote(value)}`, fix };
  if (value !== value.toLowerCase()) return { message: `must be in lower case, not ${quote(value)}`, fix };
  if (value.endsWith('.')) return { message: `must not end with a dot: ${quote(value)}`, fix };
  if (value.includes('_'))
    return { message: `must not contain "_": ${quote(value)}`, fix: 'use "-"; host names have letters, digits and hyphens' };
  if (value.includes('*'))
    return { message: `must be exact, "*.x" or "*", not ${quote(value)}`, fix: 'put the only "*" in front, as the whole first label' };
  return undefined;
}

/** The name in a URL, behind the namespace that Istio's own hosts may have, or in quotation marks of a text. */
const bareHost = (value: string): string =>
  value
    .trim()
    .replace(/^["'\u2018-\u201f\u00ab\u00bb]+|["'\u2018-\u201f\u00ab\u00bb]+$/g, '')
    .replace(/^[a-z]+:\/\//i, '')
    .replace(/^[-a-z0-9.*]*\/(?=\*$|[^/]+\.[^/]+$)/, (namespace) => (namespace.includes('.', 1) ? namespace : ''))
    .replace(/[:/].*$/, '');

/** A host as DNS and certificates have it, a wildcard in front aside. */
function plainHost(host: string): string {
  const wildcard = host.startsWith('*.') ? '*.' : '';
  const rest = host.slice(wildcard.length);
  return `${wildcard}${(domainToASCII(rest) || rest.toLowerCase()).replace(/\.$/, '')}`;
}
