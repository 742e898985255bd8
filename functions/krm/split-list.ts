import { type Lines, linesOf, nextLine } from './lines.ts';
import { afterSpaces, code } from './plain-reader.ts';

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

/** A block map that may hold `items`, cut at its keys and at the entries of `items`. */
export interface SplitList {
  readonly sections: readonly Section[];
  /** They touch each other and fill the section `items` from its first entry to its end. */
  readonly items: readonly Span[];
  /** Column of the dashes; that of the keys where there are none. */
  readonly indent: number;
}

/** Finds where the entries of a list begin, the first at `from`, and where the list ends. `column` is that of the map that holds it. */
export type FindEntries = (
  text: string,
  from: number,
  end: number,
  indent: number,
  column: number,
) => { starts: number[]; end: number } | undefined;

/** Where the comments that stand straight before a line at `column` begin. */
function withComments(text: string, from: number, start: number, column: number): number {
  let begin = start;
  while (begin > from) {
    const line = text.lastIndexOf('\n', begin - 2) + 1;
    const first = afterSpaces(text, line);
    if (line < from || text.charCodeAt(first) !== code.hash || first - line > column) break;
    begin = line;
  }
  return begin;
}

/** Looks at every line: right for everything that is a block list. */
export const entriesByLine: FindEntries = (text, from, end, indent) => {
  const lines = linesOf(text, from, end);
  const { line } = lines;
  const starts: number[] = [];
  while (nextLine(lines)) {
    if (line.indent < indent || (line.indent === indent && !line.dash)) return { starts, end: line.start };
    if (line.indent === indent) starts.push(starts.length === 0 ? from : line.start);
  }
  return lines.unclosed === -1 ? { starts, end } : undefined;
};

/** The keys behind which dashes of something else may stand in the column of the list; the others are noticed because no entry may hold them. */
const laterLists = ['functionConfig', 'results'];

/**
 * Looks for dashes in the column of the list only. Well-formed YAML indents everything inside an entry deeper than its dash; who calls checks
 * that every piece is an object, and looks at every line otherwise.
 */
export const entriesByDash: FindEntries = (text, from, end, indent, column) => {
  const margin = ' '.repeat(column);
  const ends = laterLists.map((key) => text.indexOf(`\n${margin}${key}:`, from)).filter((at) => at !== -1 && at < end);
  const listEnd = Math.min(end, ...ends.map((at) => at + 1));
  const starts = [from];
  const dash = `\n${' '.repeat(indent)}-`;
  for (let at = text.indexOf(dash, from); at !== -1 && at < listEnd; at = text.indexOf(dash, at + 1)) starts.push(at + 1);
  const last = entriesByLine(text, starts.at(-1) as number, listEnd, indent, column);
  return last?.starts.length === 1 && last.end === listEnd ? { starts, end: listEnd } : undefined;
};

/** Cuts the block map between two offsets, without parsing it; `undefined` where it is written in another way. */
export function splitList(text: string, start: number, end: number, findEntries: FindEntries): SplitList | undefined {
  const lines = linesOf(text, start, end);
  const cut: Cutting = { lines, start, findEntries, sections: [], entries: undefined, indent: -1, column: -1 };
  while (nextLine(lines)) if (!takeLine(cut)) return undefined;
  const { sections, entries, indent, column } = cut;
  if (lines.unclosed !== -1 || new Set(sections.map(({ key }) => key)).size < sections.length) return undefined;
  const closed = sections.map((section, at) => ({ ...section, end: sections[at + 1]?.start ?? end }));
  return { sections: closed, items: spans(text, entries, closed, indent), indent: indent === -1 ? Math.max(column, 0) : indent };
}

interface Cutting {
  readonly lines: Lines;
  readonly start: number;
  readonly findEntries: FindEntries;
  readonly sections: { key: string; value: number; start: number }[];
  entries: ReturnType<FindEntries>;
  /** Columns of the dashes of `items` and of the keys; -1 before they are known. */
  indent: number;
  column: number;
}

/** Takes in one line of the map; false where it does not belong there. */
function takeLine(cut: Cutting): boolean {
  const { lines, sections } = cut;
  const { line } = lines;
  if (cut.column === -1) cut.column = line.indent;
  const key = sections.at(-1)?.key;
  if (line.dash && line.indent >= cut.column && key === 'items' && cut.indent === -1) return takeEntries(cut);
  if (line.indent !== cut.column || line.dash || line.colon === -1)
    return line.indent >= cut.column && key !== undefined && key !== 'items';
  const from = sections.length === 0 ? cut.start : withComments(lines.text, cut.start, line.start, cut.column);
  sections.push({ key: lines.text.slice(line.content, line.colon), value: line.value, start: from });
  return true;
}

function takeEntries(cut: Cutting): boolean {
  const { lines, column } = cut;
  cut.indent = lines.line.indent;
  const from = withComments(lines.text, cut.start, lines.line.start, cut.indent);
  cut.entries = cut.findEntries(lines.text, from, lines.end, cut.indent, column);
  if (cut.entries === undefined) return false;
  lines.next = cut.entries.end;
  lines.inside = Number.POSITIVE_INFINITY;
  return true;
}

function spans(text: string, entries: ReturnType<FindEntries>, sections: readonly Section[], indent: number): Span[] {
  if (entries === undefined) return [];
  const end = sections.find(({ key }) => key === 'items')?.end ?? entries.end;
  const { starts } = entries;
  const hasComments = indent > 0 || text.includes('\n#');
  const begins = hasComments
    ? starts.map((at, index) => (index === 0 ? at : withComments(text, starts[index - 1] as number, at, indent)))
    : starts;
  return begins.map((at, index) => ({ start: at, end: begins[index + 1] ?? end }));
}
