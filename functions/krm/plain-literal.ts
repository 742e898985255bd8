import { advance, afterSpaces, code, fail, type Reader } from './plain-reader.ts';

/** The lines of a literal block from `from` on: their text, the blank lines after it, and where the block ends. */
function literalLines(text: string, from: number, column: number): { value: string; blanks: string; end: number } | undefined {
  const indent = literalIndent(text, from);
  if (indent <= column) return undefined;
  let value = '';
  let blanks = '';
  for (let line = from; line < text.length; ) {
    const end = text.indexOf('\n', line);
    const first = afterSpaces(text, line);
    if (end === -1 || (first === end && first - line > indent)) return undefined;
    if (first !== end && first - line < indent) return { value, blanks, end: line - 1 };
    if (first === end) {
      blanks += '\n';
    } else {
      value += `${blanks}${text.slice(line + indent, end)}\n`;
      blanks = '';
    }
    line = end + 1;
  }
  return { value, blanks, end: text.length };
}

/** The indentation of the first line that is not blank; -1 where blank lines before it are not empty. */
function literalIndent(text: string, from: number): number {
  let line = from;
  while (text.charCodeAt(line) === code.newline) line++;
  const first = afterSpaces(text, line);
  return text.charCodeAt(first) === code.newline ? -1 : first - line;
}

const beyondAscii = /[^\n\x20-\x7e]/;

/** Characters that YAML allows only as escapes. */
const control = /(?!\t|\n)\p{Cc}/u;

/** `|`, `|-` and `|+` with their lines. */
export function literal(reader: Reader, column: number): unknown {
  const { text } = reader;
  const chomp = text.charCodeAt(++reader.pos);
  if (chomp === code.dash || chomp === code.plus) reader.pos++;
  if (text.charCodeAt(reader.pos) !== code.newline) return fail(reader);
  const lines = literalLines(text, reader.pos + 1, column);
  if (lines === undefined || lines.value === '' || lines.value.startsWith('\t')) return fail(reader);
  if (beyondAscii.test(lines.value) && control.test(lines.value)) return fail(reader);
  reader.lineEnd = lines.end;
  advance(reader);
  if (reader.column > column) return fail(reader);
  if (chomp === code.dash) return lines.value.slice(0, -1);
  return chomp === code.plus ? lines.value + lines.blanks : lines.value;
}
