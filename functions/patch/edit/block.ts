import { isNode, type Pair, type ParsedNode, type YAMLMap, type YAMLSeq } from 'yaml';
import { columnOf, contentEnd, dashOf, lineBreak, lineEnd, lineStart, pairEnd, startOf } from './places.ts';
import { elementLines, endsInBlock, indented, keyLines } from './written.ts';

type Map = YAMLMap<ParsedNode, ParsedNode | null>;
type List = YAMLSeq<ParsedNode | null>;

const below = (text: string, at: number, lines: readonly string[], value: unknown): string => {
  const end = lineEnd(text, at);
  const newline = lineBreak(text, at);
  const last = end === text.length && endsInBlock(value) ? newline : '';
  return text.slice(0, end) + lines.map((line) => newline + line).join('') + last + text.slice(end);
};

/** A key more, behind the last one of a map. */
export function addKey(text: string, map: Map, key: string, value: unknown): string {
  const margin = columnOf(text, startOf(map));
  return below(text, contentEnd(text, map), indented(keyLines(key, value), margin), value);
}

/** An element more, before the one at `index` or behind the last one. */
export function addElement(text: string, list: List, index: number, value: unknown): string | undefined {
  const first = dashOf(text, list, 0);
  const lines = indented(elementLines(value), columnOf(text, first));
  if (index > 0) return below(text, contentEnd(text, list.items[index - 1] as ParsedNode), lines, value);
  const start = lineStart(text, first);
  if (text.slice(start, first).trim() !== '') return undefined;
  return text.slice(0, start) + lines.map((line) => line + lineBreak(text, start)).join('') + text.slice(start);
}

/** The text without what stands from `start` to `end`; `next` is where the entry behind it begins. */
function without(text: string, start: number, end: number, next: number | undefined): string | undefined {
  const line = lineStart(text, start);
  if (text.slice(line, start).trim() === '') {
    const newline = text.indexOf('\n', end);
    return text.slice(0, line) + (newline === -1 ? '' : text.slice(newline + 1));
  }
  // It begins behind a dash, which stays.
  if (next === undefined) return undefined;
  if (!text.slice(end, next).includes('#')) return text.slice(0, start) + text.slice(next);
  return text.slice(0, start).trimEnd() + text.slice(lineEnd(text, end));
}

/** The text without one pair of a map that has others. */
export function removePair(text: string, map: Map, pair: Pair<ParsedNode, ParsedNode | null>): string | undefined {
  const next = map.items[map.items.indexOf(pair) + 1];
  return without(text, startOf(pair.key), pairEnd(text, pair), next && startOf(next.key));
}

/** The text without one element of a list that has others. */
export function removeElement(text: string, list: List, index: number): string | undefined {
  const element = list.items[index];
  const dash = dashOf(text, list, index);
  if (!isNode(element) || dash < 0) return undefined;
  const end = Math.max(dash + 1, contentEnd(text, element as ParsedNode));
  return without(text, dash, end, index + 1 < list.items.length ? dashOf(text, list, index + 1) : undefined);
}
