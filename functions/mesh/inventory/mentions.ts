import type { Item } from '../../krm/item.ts';

/** Whether an object may hold what is asked for, as far as a look at its text tells. */
export type MayHold = (text: string) => boolean;

/** Objects without a text of their own may hold anything. */
export function mayHold(item: Item, test: MayHold): boolean {
  const text = item.slice ?? item.text;
  return text === undefined || test(text);
}

/** One at least of some words, each of them a key, a value, or what stands before a dot or behind a slash in one. */
export function mentionsAny(words: readonly string[]): MayHold {
  if (!words.every(isPlain)) return () => true;
  return (text) => words.some((word) => hasWord(text, word)) || isEscaped(text);
}

/** The shortest way to write a host: the name of a Service beside it, where it may be one. */
export const shortest = (host: string, clusterDomain: string): string =>
  host.toLowerCase().endsWith(`.svc.${clusterDomain}`.toLowerCase()) ? host.slice(0, Math.max(0, host.indexOf('.'))) : host;

/** Hosts that cover one of some names: a name itself, in any case; the short name of a Service, where it is that of one; or a wildcard. */
export function mentionsHostOf(names: readonly string[], clusterDomain: string): MayHold {
  const hosts = names.map((name) => name.toLowerCase());
  const words = [...new Set(hosts.map((host) => shortest(host, clusterDomain)))];
  if (!words.every(isPlain)) return () => true;
  const needed = words.filter((word) => !words.some((other) => word.startsWith(`${other}.`)));
  const inAnyCase = new RegExp(`(?:${needed.map((word) => word.replaceAll(/[^\w-]/g, '\\$&')).join('|')})(?![\\w-])`, 'i');
  return (text) => needed.some((word) => hasWord(text, word)) || inAnyCase.test(text) || hasWildcardFor(hosts, text) || isEscaped(text);
}

/** Routes of the Gateway API that serve one of some names: by their hostnames, or all hosts for lack of these, or those of the Services that they are for. */
export function mentionsRouteTo(names: readonly string[], clusterDomain: string): MayHold {
  const hosts = mentionsHostOf(names, clusterDomain);
  return (text) => !hasWord(text, 'hostnames') || hasWord(text, 'ServiceEntry') || hosts(text);
}

/** Words that stand in a text as they are, whatever style it is written in. */
const isPlain = (word: string): boolean => /^[^\s'"\\]+$/.test(word);

function hasWord(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + 1))
    if (!isPart(text.charCodeAt(at - 1)) && !isPart(text.charCodeAt(at + word.length))) return true;
  return false;
}

/** Letters, digits, `-` and `_`: beside one of them a word is a part of a longer one. */
const isPart = (code: number): boolean =>
  (code >= 97 && code <= 122) || (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || code === 45 || code === 95;

/** Escapes in double quotes by which a text may hold words that do not stand in it. */
const escapes = /\\(?:[xuU/]|\r?\n)/;

const isEscaped = (text: string): boolean => text.includes('\\') && escapes.test(text);

const wildcardInQuotes = /["']\*([^"'\r\n]*)/g;
const wildcardOfBlock = /^[ \t]*\*/m;

/** In YAML a star at the beginning is an alias unless it stands in quotes, or in a block of text. */
function hasWildcardFor(hosts: readonly string[], text: string): boolean {
  if (!text.includes('*')) return false;
  for (const [, rest = ''] of text.matchAll(wildcardInQuotes)) if (hosts.some((host) => host.endsWith(rest.toLowerCase()))) return true;
  return wildcardOfBlock.test(text);
}
