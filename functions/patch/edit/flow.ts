import { isMap, isNode, isPair, isScalar, type Pair, type ParsedNode } from 'yaml';
import type { FlowStyle } from '../../krm/flow-text.ts';
import { type Collection, columnOf, contentEnd, lineBreak, lineEnd, lineStart, pairEnd, startOf } from './places.ts';

type Entry = Pair<ParsedNode, ParsedNode | null> | ParsedNode;

const entriesOf = (collection: Collection): readonly Entry[] => collection.items as readonly Entry[];

const entryStart = (entry: Entry): number => startOf(isPair(entry) ? (entry.key as ParsedNode) : (entry as ParsedNode));

const entryEnd = (text: string, entry: Entry): number =>
  isPair(entry) ? pairEnd(text, entry as Pair<ParsedNode, ParsedNode | null>) : contentEnd(text, entry as ParsedNode);

/** JSON quotes every key. */
export function flowStyle(text: string, outermost: Collection): FlowStyle {
  const [first] = entriesOf(outermost);
  const sample = isPair(first) ? first.key : first;
  if (isScalar(sample)) return sample.type === 'QUOTE_DOUBLE' ? 'json' : 'yaml';
  return isNode(sample) && isMap(sample) ? flowStyle(text, sample as unknown as Collection) : 'yaml';
}

/** An entry more at the end of a collection in brackets. */
export function appendToFlow(text: string, collection: Collection, entry: string): string {
  const [start, closing] = (collection as unknown as ParsedNode).range;
  const last = entriesOf(collection).at(-1);
  if (last === undefined) return `${text.slice(0, start + 1)}${entry}${text.slice(closing - 1)}`;
  const end = entryEnd(text, last);
  const comma = /^(?:\s|#.*)*,/.exec(text.slice(end, closing - 1));
  const after = comma === null ? end : end + comma[0].length;
  const isOpen = lineStart(text, closing - 1) > after;
  if (!isOpen) return `${text.slice(0, end)}${comma === null ? ',' : text.slice(end, after)} ${entry}${text.slice(after)}`;
  const line = lineEnd(text, after);
  const margin = ' '.repeat(columnOf(text, startOfLine(text, entryStart(last))));
  return `${text.slice(0, end)}${comma === null ? ',' : ''}${text.slice(end, line)}${lineBreak(text, end)}${margin}${entry}${text.slice(line)}`;
}

/** The first character on a line that is no space. */
function startOfLine(text: string, at: number): number {
  const start = lineStart(text, at);
  return start + (/^ */.exec(text.slice(start, at))?.[0].length ?? 0);
}

/** The text without one entry of a collection in brackets that has others. */
export function removeFromFlow(text: string, collection: Collection, index: number): string {
  const entries = entriesOf(collection);
  const next = entries[index + 1];
  if (next !== undefined) return text.slice(0, entryStart(entries[index] as Entry)) + text.slice(entryStart(next));
  return text.slice(0, entryEnd(text, entries[index - 1] as Entry)) + text.slice(entryEnd(text, entries[index] as Entry));
}
