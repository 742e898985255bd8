import type { Item } from '../../krm/item.ts';

/** Whether an object may hold what is asked for, as far as a look at its text tells. */
export type MayHold = (text: string) => boolean;

/** Escapes in double quotes by which a text may hold words that do not stand in it. */
const escapes = /\\(?:[xuU/]|\r?\n)/;

const isEscaped = (text: string): boolean => text.includes('\\') && escapes.test(text);

/** Words that stand in a text as they are, whatever style it is written in. */
const isPlain = (word: string): boolean => /^[^\s'"\\]+$/.test(word);

/** One at least of some words. */
export function mentionsAny(words: readonly string[]): MayHold {
  if (!words.every(isPlain)) return () => true;
  return (text) => words.some((word) => text.includes(word)) || isEscaped(text);
}

const wildcardInQuotes = /["']\*([^"'\r\n]*)/g;
const wildcardOfBlock = /^[ \t]*\*/m;

/** A host that covers a name: the name itself, in any case; the short name of a Service, where it is that of one; or a wildcard. */
export function mentionsHostOf(name: string, clusterDomain: string): MayHold {
  const host = name.toLowerCase();
  const word = host.endsWith(`.svc.${clusterDomain}`.toLowerCase()) ? host.slice(0, Math.max(0, host.indexOf('.'))) : host;
  const inAnyCase = new RegExp(word.replaceAll(/[^\w-]/g, '\\$&'), 'i');
  return (text) => text.includes(word) || inAnyCase.test(text) || hasWildcardFor(host, text) || isEscaped(text);
}

/** In YAML a star at the beginning is an alias unless it stands in quotes, or in a block of text. */
function hasWildcardFor(host: string, text: string): boolean {
  if (!text.includes('*')) return false;
  for (const [, rest = ''] of text.matchAll(wildcardInQuotes)) if (host.endsWith(rest.toLowerCase())) return true;
  return wildcardOfBlock.test(text);
}

/** Objects without a text of their own may hold anything. */
export function mayHold(item: Item, test: MayHold): boolean {
  const text = item.slice ?? item.text;
  return text === undefined || test(text);
}
