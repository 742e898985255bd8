import type { SyntaxWords, TextLine } from './syntax-words.ts';

interface Open {
  readonly name: string;
  readonly column: number;
}

/** What is open above a line: the last key of every map, and the dashes of lists. */
interface Above {
  readonly keys: readonly Open[];
  readonly dashes: readonly number[];
}

const keyLine = /^( *)((?:- +)*)["']?([\w./$-]+)["']? *:(?: |$)/;
const dashLine = /^( *)- /;

/** What the library says of lines that begin in a column of their own. */
const aboutColumns =
  /^(?:Nested mappings|Implicit keys|All (?:mapping|sequence) items|(?:A s|S)equence item without|A block sequence may not|Unexpected scalar at node end)/;
/** Of these it says so at the value above the line. */
const aboutLineAbove = /^(?:Nested mappings|Implicit keys|A block sequence may not)/;

/** A line that stands in no column of the maps and lists that are open above it: where it must begin. */
export function misplacedLine(text: string, line: TextLine, message: string): SyntaxWords | undefined {
  if (!aboutColumns.test(message)) return undefined;
  const isEntry = message.startsWith('A block sequence');
  const lines = isEntry
    ? [lineBelow(text, line), line, lineAbove(text, line)]
    : [aboutLineAbove.test(message) ? lineBelow(text, line) : line];
  return lines.map((one) => misplaced(text, one)).find((found) => found !== undefined);
}

function misplaced(text: string, line: TextLine): SyntaxWords | undefined {
  const above = openAbove(text.slice(0, line.start));
  return misplacedEntry(line, above) ?? misplacedKey(line, above.keys);
}

function misplacedKey({ text, start }: TextLine, open: readonly Open[]): SyntaxWords | undefined {
  const [, spaces, dashes, name = ''] = keyLine.exec(text) ?? [];
  if (spaces === undefined || dashes === undefined) return undefined;
  const column = spaces.length + dashes.length;
  if (open.length === 0 || open.some((key) => key.column === column)) return undefined;
  const nearest = open.reduce((best, key) => (Math.abs(key.column - column) <= Math.abs(best.column - column) ? key : best));
  return {
    message: `"${name}" stands in a column of its own`,
    fix: `let it begin in column ${nearest.column + 1}, as "${nearest.name}" above does`,
    offset: start + column,
    length: name.length,
  };
}

/** Entries of a list stand below each other, and the first not before the key of the list. */
function misplacedEntry({ text, start }: TextLine, { keys, dashes }: Above): SyntaxWords | undefined {
  const column = dashLine.exec(text)?.[1]?.length;
  const last = keys.at(-1);
  if (column === undefined || last === undefined || dashes.includes(column)) return undefined;
  const columns = dashes.length > 0 ? dashes : keys.map((key) => key.column);
  const nearest = columns.reduce((best, one) => (Math.abs(one - column) <= Math.abs(best - column) ? one : best));
  const as =
    dashes.length > 0
      ? 'as the entry above does'
      : `as "${keys.find((key) => key.column === nearest)?.name}" above does, or further to the right`;
  return {
    message: 'the entry of the list stands in a column of its own',
    fix: `let its "-" begin in column ${nearest + 1}, ${as}`,
    offset: start + column,
    length: 1,
  };
}

function lineAbove(text: string, { start }: TextLine): TextLine {
  const from = start < 2 ? 0 : text.lastIndexOf('\n', start - 2) + 1;
  return { text: text.slice(from, Math.max(from, start - 1)), start: from };
}

/** The library stops at the value before a line that is indented too far. */
function lineBelow(text: string, { text: line, start }: TextLine): TextLine {
  const next = text.indexOf('\n', start + line.length) + 1;
  if (next === 0) return { text: '', start: text.length };
  const end = text.indexOf('\n', next);
  return { text: text.slice(next, end === -1 ? undefined : end).replace(/\r$/, ''), start: next };
}

function openAbove(text: string): Above {
  let [keys, dashes]: [Open[], number[]] = [[], []];
  for (const line of text.split('\n')) {
    const dash = dashLine.exec(line)?.[1]?.length;
    const [, spaces, marks, name = ''] = keyLine.exec(line) ?? [];
    const column = spaces === undefined || marks === undefined ? undefined : spaces.length + marks.length;
    const start = dash ?? column;
    if (start === undefined) continue;
    keys = keys.filter((key) => key.column < (dash === undefined ? start : start + 1));
    dashes = dashes.filter((one) => one < start);
    if (dash !== undefined) dashes.push(dash);
    if (column !== undefined) keys.push({ name, column });
  }
  return { keys, dashes };
}
