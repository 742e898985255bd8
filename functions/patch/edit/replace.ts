import { isScalar, type ParsedNode } from 'yaml';
import { flowText } from '../../krm/flow-text.ts';
import { doubleQuoted } from '../../krm/format-object.ts';
import type { Found } from './find.ts';
import { flowStyle } from './flow.ts';
import { colonEnd, columnOf, contentEnd, dashOf, isBlock, lineBreak, lineEnd, startOf } from './places.ts';
import { documentText, endsInBlock, indented, written } from './written.ts';

/** The text with another value in the place of a written one. `undefined` where the place is written in a way that has to be written anew. */
export function replaceValue(text: string, found: Found, value: unknown): string | undefined {
  const { node, holder, flow } = found;
  if (holder.kind === 'document') return documentText(value);
  const isElement = holder.kind === 'element';
  if (flow !== undefined) {
    const from = isElement ? startOf(node) : colonEnd(text, holder.pair);
    return from === undefined ? undefined : inFlow(text, from, node, restyled(text, node, value) ?? flowText(value, flowStyle(text, flow)));
  }
  const head = isElement ? dashOf(text, holder.list, holder.index) + 1 : colonEnd(text, holder.pair);
  if (head === undefined || head === 0) return undefined;
  const end = Math.max(head, contentEnd(text, node));
  const same = restyled(text, node, value);
  if (same !== undefined) return text.slice(0, startOf(node)) + same + text.slice(end);
  const column = columnOf(text, isElement ? head - 1 : startOf(holder.pair.key));
  return inBlock(text, { head, start: startOf(node), end, column, isElement }, node, value);
}

function inFlow(text: string, head: number, node: ParsedNode, value: string): string {
  const start = Math.max(head, startOf(node));
  const space = text[start - 1] === ':' ? ' ' : '';
  return text.slice(0, start) + space + value + text.slice(Math.max(start, contentEnd(text, node)));
}

/** A string in the quotes, or the literal block, that the old one has. */
function restyled(text: string, node: ParsedNode, value: unknown): string | undefined {
  if (typeof value !== 'string' || !isScalar(node) || typeof node.value !== 'string') return undefined;
  if (node.type === 'QUOTE_DOUBLE') return doubleQuoted(value);
  const isOneLine = !/[\n\r\t\u0080-\uffff]/.test(value);
  if (node.type === 'QUOTE_SINGLE') return isOneLine ? `'${value.replaceAll("'", "''")}'` : undefined;
  return node.type === 'BLOCK_LITERAL' ? literal(text, node, value) : undefined;
}

/** A literal block in the margin of the old one. */
function literal(text: string, node: ParsedNode, value: string): string | undefined {
  const { inline, body } = written(value);
  const old = text.slice(startOf(node), contentEnd(text, node));
  const header = /^\|([-+]?)([ \t]*#[^\r\n]*)?\r?\n/.exec(old);
  const margin = /^(?:[ \t]*\r?\n)*( +)\S/.exec(old.slice(header?.[0].length ?? 0))?.[1];
  if (header === null || margin === undefined || !inline.startsWith('|') || body[0] === '' || inline.endsWith('+')) return undefined;
  const lines = body.map((line) => (line === '' ? '' : margin + line.slice(2)));
  return [`${inline}${header[2] ?? ''}`, ...lines].join(lineBreak(text, startOf(node)));
}

interface Place {
  /** One past the colon or the dash. */
  readonly head: number;
  readonly start: number;
  readonly end: number;
  /** Column of the key or the dash. */
  readonly column: number;
  readonly isElement: boolean;
}

function inBlock(text: string, place: Place, node: ParsedNode, value: unknown): string | undefined {
  const { head, start, end, column } = place;
  const { inline, body } = written(value);
  const newline = lineBreak(text, head);
  const headEnd = lineEnd(text, head);
  const isBelow = start > headEnd;
  if (isBlock(node) && !isBelow)
    return body.length > 0 && inline === ''
      ? onTheLine(text, place, body, newline)
      : spliced(text, start, end, inline, body, column, newline);
  const properties = /^[ \t]*(&[^\s,[\]{}]+)?/.exec(text.slice(head, Math.min(start, headEnd)))?.[1];
  const anchor = properties === undefined ? '' : ` ${properties}`;
  const lead = anchor + (inline === '' ? '' : ` ${inline}`);
  const rest = commentOf(isBelow ? text.slice(head, headEnd) : ` ${text.slice(end, lineEnd(text, end))}`);
  if (place.isElement && lead + rest === '' && body.length > 0)
    return onTheLine(text, { ...place, start: head, end: lineEnd(text, end) }, body, newline);
  const lines = indented(body, column + marginOf(value, place));
  const after = text.slice(lineEnd(text, end));
  const tail = after === '' && endsInBlock(value) ? newline : after;
  return text.slice(0, head) + lead + rest + lines.map((line) => newline + line).join('') + tail;
}

/** The lines of a value are indented as below a key in the first column; behind a dash a list needs two more. */
const marginOf = (value: unknown, { isElement }: Place): number => (isElement && Array.isArray(value) ? 2 : 0);

/** The comment at the end of a line, with the space before it. */
const commentOf = (rest: string): string => /\s+#.*$/.exec(rest)?.[0].replace(/^\s\s(?=#)/, ' ') ?? '';

/** A collection begins on the line of its dash, in the column of the one that stood there. */
function onTheLine(text: string, { head, start, end }: Place, body: readonly string[], newline: string): string {
  const inner = body.map((line) => line.slice(body[0]?.startsWith('- ') ? 0 : 2));
  const gap = start > head ? text.slice(head, start) : ' ';
  const [first = '', ...others] = inner;
  return text.slice(0, head) + gap + [first, ...indented(others, columnOf(text, head) + gap.length)].join(newline) + text.slice(end);
}

function spliced(
  text: string,
  start: number,
  end: number,
  inline: string,
  body: readonly string[],
  column: number,
  newline: string,
): string {
  return text.slice(0, start) + [inline, ...indented(body, column)].join(newline) + text.slice(end);
}
