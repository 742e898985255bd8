import type { Head } from './head.ts';
import { ownText } from './own-text.ts';
import { afterSpaces } from './plain-reader.ts';
import { plainScalar } from './plain-scalar.ts';

const simpleWord = /^[\w./-]+$/;

/** The rest of a line that begins with `lead`; `undefined` where it begins with something else. */
function restAfter(text: string, at: number, lead: string): string | undefined {
  const start = at + lead.length;
  const end = text.startsWith(lead, at) ? text.indexOf('\n', start) : -1;
  return end === -1 ? undefined : text.slice(start, end);
}

/** One simple word that nobody takes for a number or a boolean. */
const isWord = (text: string): boolean => simpleWord.test(text) && typeof plainScalar(text) === 'string';

/** Versions, kinds and namespaces come again and again. */
const knownWords = new Map<string, string>();

function wordAfter(text: string, at: number, lead: string): string | undefined {
  const word = restAfter(text, at, lead);
  return word === undefined ? undefined : (knownWords.get(word) ?? newWord(word));
}

function newWord(word: string): string | undefined {
  if (!isWord(word)) return undefined;
  const own = ownText(word);
  if (knownWords.size < 1000) knownWords.set(own, own);
  return own;
}

/** The head of nearly every object, as kpt and people write it: these lines, in this order. */
export function readUsualHead(text: string, start: number, end: number): Head | undefined {
  const first = afterSpaces(text, start);
  const content = text.startsWith('- ', first) ? first + 2 : first;
  const column = content - start;
  const apiVersion = wordAfter(text, content, 'apiVersion: ');
  if (apiVersion === undefined) return undefined;
  const kindLine = content + 'apiVersion: '.length + apiVersion.length + 1;
  const kindAt = afterSpaces(text, kindLine);
  const kind = kindAt - kindLine === column ? wordAfter(text, kindAt, 'kind: ') : undefined;
  if (kind === undefined) return undefined;
  const metadataLine = kindAt + 'kind: '.length + kind.length + 1;
  const metadataAt = afterSpaces(text, metadataLine);
  if (metadataAt - metadataLine !== column || !text.startsWith('metadata:\n', metadataAt)) return undefined;
  const named = readNames(text, metadataAt + 'metadata:\n'.length, column, end);
  return named && { apiVersion, kind, name: named.name, namespace: named.namespace, start: column, column };
}

/** `name` and `namespace` on the lines from `at` on. */
function readNames(text: string, at: number, column: number, end: number): { name: string; namespace: string } | undefined {
  const nameAt = afterSpaces(text, at);
  const name = nameAt - at > column ? restAfter(text, nameAt, 'name: ') : undefined;
  if (name === undefined || !isWord(name)) return undefined;
  const namespaceLine = nameAt + 'name: '.length + name.length + 1;
  const namespaceAt = afterSpaces(text, namespaceLine);
  const namespace = namespaceAt - namespaceLine === nameAt - at ? wordAfter(text, namespaceAt, 'namespace: ') : undefined;
  if (namespace === undefined || namespaceAt + 'namespace: '.length + namespace.length > end) return undefined;
  return { name, namespace };
}
