import { domainToASCII } from 'node:url';

/** What is wrong with a host name beyond its pattern, where it is one: other alphabets, capital letters, schemes, ports, underscores, odd wildcards. */
export function badHost(value: string, pattern: string): { message: string; fix: string } | undefined {
  if (!pattern.includes('(\\*|(\\*\\.)?[a-z0-9]')) return undefined;
  const ascii = domainToASCII(value.replace(/^\*\./, ''));
  // biome-ignore lint/suspicious/noControlCharactersInRegex: everything outside ASCII is asked for
  if (/[^\x00-\x7f]/.test(value) && ascii !== '')
    return { message: `must be in ASCII form, not "${value}"`, fix: `write "${value.startsWith('*.') ? '*.' : ''}${ascii}"` };
  const bare = value.replace(/^[a-z]+:\/\//, '').replace(/[:/].*$/, '');
  if (bare !== value && bare !== '') return { message: `must be a host alone, not "${value}"`, fix: `write "${bare}"` };
  if (value !== value.toLowerCase()) return { message: `must be in lower case, not "${value}"`, fix: `write "${value.toLowerCase()}"` };
  if (value.endsWith('.')) return { message: `must not end with a dot: "${value}"`, fix: `write "${value.slice(0, -1)}"` };
  if (value.includes('_'))
    return { message: `must not contain "_": "${value}"`, fix: 'use "-"; host names have letters, digits and hyphens' };
  if (value.includes('*'))
    return { message: `must be exact, "*.x" or "*", not "${value}"`, fix: 'put the only "*" in front, as the whole first label' };
  return undefined;
}
