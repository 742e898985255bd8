import { isMap, isNode, isPair, isScalar, isSeq, type Pair, type ParsedNode, type YAMLMap, type YAMLSeq } from 'yaml';

/** The first character of the line that holds an offset. */
export const lineStart = (text: string, at: number): number => text.lastIndexOf('\n', at - 1) + 1;

/** The end of the line that holds an offset, before its line break. */
export function lineEnd(text: string, at: number): number {
  const newline = text.indexOf('\n', at);
  if (newline === -1) return text.length;
  return text[newline - 1] === '\r' ? newline - 1 : newline;
}

export const columnOf = (text: string, at: number): number => at - lineStart(text, at);

/** The line break that is used around an offset. */
export function lineBreak(text: string, at: number): string {
  const after = text.indexOf('\n', at);
  const newline = after === -1 ? text.lastIndexOf('\n') : after;
  return newline > 0 && text[newline - 1] === '\r' ? '\r\n' : '\n';
}

export type Collection = YAMLMap<ParsedNode, ParsedNode | null> | YAMLSeq<ParsedNode | null>;

export const isCollection = (node: unknown): node is Collection => isMap(node) || isSeq(node);

export const isBlock = (node: unknown): node is Collection => isCollection(node) && node.flow !== true;

export const startOf = (node: ParsedNode | Collection): number => (node as ParsedNode).range[0];

/** One past the colon of a pair; `undefined` where it has none. */
export function colonEnd(text: string, { key }: Pair<ParsedNode, ParsedNode | null>): number | undefined {
  const colon = /[ \t]*(?:(?:#.*)?\r?\n[ \t]*)*:/y;
  colon.lastIndex = key.range[1];
  return colon.test(text) ? colon.lastIndex : undefined;
}

/** Where the text of a value ends, without the blank lines and comments behind it. */
export function contentEnd(text: string, node: ParsedNode | Collection): number {
  if (isBlock(node)) {
    const last = node.items.at(-1);
    if (isPair(last)) return pairEnd(text, last as Pair<ParsedNode, ParsedNode | null>);
    return isNode(last) ? contentEnd(text, last as ParsedNode) : startOf(node) + 1;
  }
  const [start, end] = (node as ParsedNode).range;
  if (start === end) return text.slice(lineStart(text, start), start).trimEnd().length + lineStart(text, start);
  if (!isScalar(node) || (node.type !== 'BLOCK_LITERAL' && node.type !== 'BLOCK_FOLDED')) return end;
  const written = text.slice(start, end);
  const keepsBlank = /^\S*\+/.test(written);
  return start + (keepsBlank ? written.replace(/\r?\n$/, '') : written.trimEnd()).length;
}

/** Where a pair ends, its value included. */
export function pairEnd(text: string, pair: Pair<ParsedNode, ParsedNode | null>): number {
  const colon = colonEnd(text, pair) ?? pair.key.range[1];
  return isNode(pair.value) ? Math.max(colon, contentEnd(text, pair.value as ParsedNode)) : colon;
}

/** Where the dash of an element of a block list stands; -1 where it cannot be found. */
export function dashOf(text: string, list: YAMLSeq<ParsedNode | null>, index: number): number {
  const start = startOf(list);
  if (index === 0 && text[start] === '-') return start;
  const dash = /^[ ]*-(?=[ \t\r\n]|$)/gm;
  dash.lastIndex = index === 0 ? start : lineEnd(text, contentEnd(text, list.items[index - 1] as ParsedNode));
  return dash.test(text) ? dash.lastIndex - 1 : -1;
}

/** A map's own pair for a key; keys that come by `<<` are not its own. */
export function pairOf(map: YAMLMap<ParsedNode, ParsedNode | null>, key: string | number): Pair<ParsedNode, ParsedNode | null> | undefined {
  return map.items.find(
    ({ key: written }) => isScalar(written) && typeof written.value !== 'symbol' && String(written.value) === String(key),
  );
}

export const mergesOthers = (map: YAMLMap<ParsedNode, ParsedNode | null>): boolean =>
  map.items.some(({ key }) => isScalar(key) && (typeof key.value === 'symbol' || key.value === '<<'));
