import type { SyntaxWords, TextLine } from './syntax-words.ts';

interface OpenKey {
  readonly name: string;
  readonly column: number;
}

const keyLine = /^( *)((?:- +)*)["']?([\w./$-]+)["']? *:(?: |$)/;

/** What the library says of lines that begin in a column of their own. */
const aboutColumns = /^(?:Nested mappings|Implicit keys|All (?:mapping|sequence) items|(?:A s|S)equence item without)/;

/** A line that stands in no column of the maps that are open above it: by how much it must be indented. */
export function misplacedLine(text: string, line: TextLine, message: string): SyntaxWords | undefined {
  if (!aboutColumns.test(message)) return undefined;
  const stopped = message.startsWith('Nested mappings') || message.startsWith('Implicit keys') ? lineBelow(text, line) : line;
  const [, spaces, dashes, name = ''] = keyLine.exec(stopped.text) ?? [];
  if (spaces === undefined || dashes === undefined) return undefined;
  const open = openKeys(text.slice(0, stopped.start));
  const column = spaces.length + dashes.length;
  if (open.length === 0 || open.some((key) => key.column === column)) return undefined;
  const nearest = open.reduce((best, key) => (Math.abs(key.column - column) <= Math.abs(best.column - column) ? key : best));
  return {
    message: `"${name}" stands in a column of its own`,
    fix: `let it begin in column ${nearest.column + 1}, as "${nearest.name}" above does`,
    offset: stopped.start + column,
    length: name.length,
  };
}

/** The library stops at the value before a line that is indented too far. */
function lineBelow(text: string, { text: line, start }: TextLine): TextLine {
  const next = text.indexOf('\n', start + line.length) + 1;
  if (next === 0) return { text: '', start: text.length };
  const end = text.indexOf('\n', next);
  return { text: text.slice(next, end === -1 ? undefined : end).replace(/\r$/, ''), start: next };
}

/** The last key of every map that is open at the end of a text. */
function openKeys(text: string): OpenKey[] {
  const open: OpenKey[] = [];
  for (const line of text.split('\n')) {
    const [, spaces, dashes, name = ''] = keyLine.exec(line) ?? [];
    if (spaces === undefined || dashes === undefined) continue;
    const column = spaces.length + dashes.length;
    const beside = dashes === '' ? column : spaces.length + 1;
    while ((open.at(-1)?.column ?? -1) >= beside) open.pop();
    open.push({ name, column });
  }
  return open;
}
