/** The place where the reader of plain YAML stands. Local to one reading. */
export interface Reader {
  readonly text: string;
  pos: number;
  /** Column of the content at `pos` when it is the first of its line; -1 at the end of the text. */
  column: number;
  /** The text is not in the plain subset. Set once, looked at by every loop. */
  failed: boolean;
  /** The text holds nothing but printable ASCII and line feeds: most of it can be read without looking at every character. */
  readonly ascii: boolean;
  /** The first colon at or after `pos`, when it was last looked for. */
  colon: number;
}

const beyondAscii = /[^\n\x20-\x7e]/;

/** Characters that YAML allows only as escapes. */
const control = /(?!\t|\n)\p{Cc}/u;

export function readerOf(text: string, pos: number, column: number): Reader {
  const ascii = !beyondAscii.test(text);
  return { text, pos, column, failed: !ascii && control.test(text), ascii, colon: -1 };
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

/** First characters that an unquoted scalar may have here: stricter than YAML, so that nothing is read that only looks plain. */
const plainFirst = Uint8Array.from({ length: 128 }, (_, char) => (/[A-Za-z0-9_./+()$^=;\\~<-]/.test(String.fromCharCode(char)) ? 1 : 0));

/** What a character means inside an unquoted scalar: 0 nothing, 1 that somebody has to look at what stands around it. */
const special = Uint8Array.from({ length: 128 }, (_, char) =>
  char < code.space || char === 127 || ',[]{}:#'.includes(String.fromCharCode(char)) ? 1 : 0,
);
const flowIndicator = Uint8Array.from({ length: 128 }, (_, char) => (',[]{}'.includes(String.fromCharCode(char)) ? 1 : 0));

/** Line separators of YAML 1.1, non-breaking spaces and byte order marks: readers do not agree on them. */
const isOdd = (char: number) => char > 126 && (char <= 0xa0 || char === 0x2028 || char === 0x2029 || char === 0xfeff);

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

function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end === -1 ? text.length : end;
}

/** Moves from the end of a line to the next content, past blank lines and comments. */
export function advance(reader: Reader): void {
  const { text } = reader;
  let end = reader.pos;
  while (end < text.length) {
    const line = end + 1;
    const first = afterSpaces(text, line);
    const char = text.charCodeAt(first);
    if (char === code.hash) {
      end = lineEnd(text, first);
    } else if (char === code.newline) {
      end = first;
    } else if (first < text.length) {
      reader.pos = first;
      reader.column = first - line;
      return;
    } else {
      end = first;
    }
  }
  reader.pos = text.length;
  reader.column = -1;
}

/** After a value: only spaces and a comment may follow on its line. */
export function finishLine(reader: Reader): void {
  const { text, pos } = reader;
  const first = afterSpaces(text, pos);
  const char = text.charCodeAt(first);
  reader.pos = char === code.hash && first > pos ? lineEnd(text, first) : first;
  if (reader.pos < text.length && text.charCodeAt(reader.pos) !== code.newline) reader.failed = true;
  else advance(reader);
}

const goesOn = 0;
const ends = 1;
const notPlain = 2;

/** Whether an unquoted scalar goes on over the special character at `at`. */
function verdict(text: string, at: number, inFlow: boolean): number {
  const char = text.charCodeAt(at);
  if (char > 126) return isOdd(char) ? notPlain : goesOn;
  if (flowIndicator[char] === 1) return inFlow ? ends : goesOn;
  if (char === code.hash) return text.charCodeAt(at - 1) === code.space ? ends : goesOn;
  if (char !== code.colon) return char === code.newline ? ends : notPlain;
  if (isBlank(text, at + 1)) return ends;
  return inFlow && flowIndicator[text.charCodeAt(at + 1)] === 1 ? notPlain : goesOn;
}

/** An unquoted value without spaces that fills the rest of its line, as most do: its end, or -1 where a closer look is needed. */
export function wordEnd(reader: Reader): number {
  const { text, pos } = reader;
  if (!reader.ascii || plainFirst[text.charCodeAt(pos)] !== 1) return -1;
  const newline = text.indexOf('\n', pos);
  const end = newline === -1 ? text.length : newline;
  const space = text.indexOf(' ', pos);
  if ((space !== -1 && space < end) || text.charCodeAt(end - 1) === code.colon) return -1;
  return end === pos + 1 && text.charCodeAt(pos) === code.dash ? -1 : end;
}

/** The colon behind a key without odd characters; -1 where a closer look is needed. Looks at every colon of the text once. */
export function colonEnd(reader: Reader): number {
  const { text, pos } = reader;
  if (!reader.ascii) return -1;
  if (reader.colon < pos) {
    const colon = text.indexOf(':', pos);
    reader.colon = colon === -1 ? text.length : colon;
  }
  return reader.colon < text.length && isBlank(text, reader.colon + 1) ? reader.colon : -1;
}

function startsPlain(text: string, at: number): boolean {
  const first = text.charCodeAt(at);
  return (
    first < 127 &&
    plainFirst[first] === 1 &&
    !(first === code.dash && (isBlank(text, at + 1) || flowIndicator[text.charCodeAt(at + 1)] === 1))
  );
}

/** The end of the unquoted scalar at `pos`, trailing spaces left out; `pos` moves to what ends it. -1 where it is none. */
export function plainEnd(reader: Reader, inFlow: boolean): number {
  const { text, pos } = reader;
  if (!startsPlain(text, pos)) return -1;
  let at = pos + 1;
  let last = pos;
  for (; at < text.length; at++) {
    const char = text.charCodeAt(at);
    if (char === code.space) continue;
    if (char > 126 || special[char] === 1) {
      const how = verdict(text, at, inFlow);
      if (how === ends) break;
      if (how === notPlain) return -1;
    }
    last = at;
  }
  reader.pos = at;
  return last + 1;
}
