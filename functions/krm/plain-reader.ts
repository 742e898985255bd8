import type { KnownKey } from './known-key.ts';

/** The place where the reader of plain YAML stands. Local to one reading. */
export interface Reader {
  readonly text: string;
  pos: number;
  /** Column of the content at `pos` when it is the first of its line; -1 at the end of the text. */
  column: number;
  /** The text is not in the plain subset. Set once, looked at by every loop. */
  failed: boolean;
  /** What is known of the line at hand: where it ends, its line feed left out. */
  lineEnd: number;
  /** Its first colon that may end a key, and its last space; -1 where there is none. */
  colon: number;
  space: number;
  /** Nothing but printable ASCII without backslashes, no second such colon and no comment: most of it can be read without looking at every character. */
  simple: boolean;
  /** The last key that was read, where it is a simple one, and the key of the line at hand, where it is the one that was expected: `pos` is behind its colon then. */
  last: KnownKey | undefined;
  foreseen: KnownKey | undefined;
}

export const code = {
  tab: 9,
  newline: 10,
  space: 32,
  quote: 34,
  hash: 35,
  apostrophe: 39,
  plus: 43,
  comma: 44,
  dash: 45,
  colon: 58,
  openBracket: 91,
  backslash: 92,
  closeBracket: 93,
  openBrace: 123,
  pipe: 124,
  closeBrace: 125,
} as const;

/** At the first character of the outermost map, which stands in this column. */
export function readerOf(text: string, pos: number, column: number): Reader {
  const reader: Reader = {
    text,
    pos,
    column,
    failed: false,
    lineEnd: 0,
    colon: -1,
    space: -1,
    simple: true,
    last: undefined,
    foreseen: undefined,
  };
  lookOver(reader, pos);
  return reader;
}

/** Characters that YAML allows only as escapes. */
const isControl = (char: number): boolean =>
  (char < code.space && char !== code.tab && char !== code.newline) || (char > 126 && char < 0xa0);

/** Looks at every character from `start` to the end of its line, once. */
function lookOver(reader: Reader, start: number): void {
  const { text } = reader;
  const { length } = text;
  let colon = -1;
  let space = -1;
  let simple = true;
  let at = start;
  for (; at < length; at++) {
    const char = text.charCodeAt(at);
    if (char > code.colon && char < 127 && char !== code.backslash) continue;
    if (char === code.newline) break;
    if (char === code.space) space = at;
    else if (char === code.colon && isBlank(text, at + 1)) {
      if (colon === -1) colon = at;
      else simple = false;
    } else if (char < code.space || char > code.colon || (char === code.hash && space === at - 1)) {
      simple = false;
      if (isControl(char)) reader.failed = true;
    }
  }
  reader.lineEnd = at;
  reader.colon = colon;
  reader.space = space;
  reader.simple = simple;
}

export function fail(reader: Reader): undefined {
  reader.failed = true;
  return undefined;
}

export function isBlank(text: string, at: number): boolean {
  const char = text.charCodeAt(at);
  return char === code.space || char === code.newline || at >= text.length;
}

/** The first position at or after `at` that holds no space. */
export function afterSpaces(text: string, at: number): number {
  let pos = at;
  while (text.charCodeAt(pos) === code.space) pos++;
  return pos;
}

/** Moves to the next line where it begins as expected: then nobody has to look at what it begins with. */
function isForeseen(reader: Reader): boolean {
  const { text, last, lineEnd } = reader;
  const next = last?.next;
  if (next === undefined) return false;
  const end = lineEnd + next.lead.length;
  if (text.charCodeAt(end - 1) !== code.colon || text.slice(lineEnd, end) !== next.lead || !isBlank(text, end)) return false;
  reader.pos = end;
  reader.column = next.column;
  reader.foreseen = next;
  lookOver(reader, end);
  return true;
}

/** Moves from the line at hand to the next content, past blank lines and comments. */
export function advance(reader: Reader): void {
  if (isForeseen(reader)) return;
  const { text } = reader;
  let line = reader.lineEnd + 1;
  while (line < text.length) {
    const first = afterSpaces(text, line);
    lookOver(reader, first);
    if (first < reader.lineEnd && text.charCodeAt(first) !== code.hash) {
      reader.pos = first;
      reader.column = first - line;
      return;
    }
    line = reader.lineEnd + 1;
  }
  reader.pos = text.length;
  reader.column = -1;
}

/** After a value: only spaces and a comment may follow on its line. */
export function finishLine(reader: Reader): void {
  const { text, pos } = reader;
  const first = afterSpaces(text, pos);
  const isComment = text.charCodeAt(first) === code.hash && first > pos;
  if (first < reader.lineEnd && !isComment) reader.failed = true;
  else advance(reader);
}
