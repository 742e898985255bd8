import { linesOf, nextLine } from './lines.ts';
import { afterSpaces } from './plain-reader.ts';

/** A piece of a text, from `start` up to `end`. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** One key of the outermost map with its value; comments before a key belong to it. */
export interface Section extends Span {
  readonly key: string;
  /** Offset of the value on the key's line; -1 where none stands there. */
  readonly value: number;
}

/** A block map that holds `items`, cut at its keys and at the entries of `items`. */
export interface SplitList {
  readonly sections: readonly Section[];
  /** They touch each other and fill the section `items` up to its end. */
  readonly items: readonly Span[];
  /** Column of the dashes. */
  readonly indent: number;
}

/** Where the comments that stand straight before a line at `column` begin. */
function withComments(text: string, from: number, start: number, column: number): number {
  let begin = start;
  while (begin > from) {
    const line = text.lastIndexOf('\n', begin - 2) + 1;
    const first = afterSpaces(text, line);
    if (line < from || text.charCodeAt(first) !== 35 || first - line > column) break;
    begin = line;
  }
  return begin;
}

/** Cuts the block map between two offsets, without parsing it; `undefined` where it is written in another way. */
export function splitList(text: string, start: number, end: number): SplitList | undefined {
  const lines = linesOf(text, start, end);
  const { line } = lines;
  const sections: Section[] = [];
  const items: Span[] = [];
  let column = -1;
  let indent = -1;
  let key = '';
  while (nextLine(lines)) {
    if (column === -1) column = line.dash ? -2 : line.column;
    if (column === -2 || (line.indent < column && !line.dash)) return undefined;
    if (line.indent === column && !line.dash) {
      if (line.colon === -1) return undefined;
      key = text.slice(line.content, line.colon);
      sections.push({ key, value: line.value, start: withComments(text, start, line.start, column), end });
    } else if (key === 'items') {
      if (indent === -1) indent = line.dash ? line.indent : -2;
      if (line.indent < indent || indent === -2 || (line.indent === indent && !line.dash)) return undefined;
      if (line.indent === indent) items.push({ start: withComments(text, start, line.start, indent), end });
    } else if (line.indent < column) {
      return undefined;
    }
  }
  if (lines.unclosed !== -1 || sections.length === 0) return undefined;
  const closed = sections.map((section, at) => ({
    ...section,
    start: at === 0 ? start : section.start,
    end: sections[at + 1]?.start ?? end,
  }));
  const last = closed.find((section) => section.key === 'items')?.end ?? end;
  if (closed.filter((section) => section.key === 'items').length > 1) return undefined;
  return {
    sections: closed,
    items: items.map((item, at) => ({ start: item.start, end: items[at + 1]?.start ?? last })),
    indent: Math.max(indent, 0),
  };
}
