import { afterSpaces, code, isBlank } from './plain-reader.ts';

/** One line that begins a key, a list entry or a scalar: never a line inside a quoted, literal, folded or flow value. */
export interface Line {
  /** First character of the line, and its column of content. */
  start: number;
  indent: number;
  /** Column and first character of what stands behind all dashes of the line. */
  column: number;
  content: number;
  /** The line begins with a dash. */
  dash: boolean;
  /** Position of the colon behind the key; -1 where the line has no key. */
  colon: number;
  /** First character of the value; -1 where none stands on the line. */
  value: number;
}

export interface Lines {
  readonly text: string;
  readonly end: number;
  readonly line: Line;
  /** First character of the line to look at next. */
  next: number;
  /** Lines deeper than this belong to the value before them. */
  inside: number;
  /** One past the quoted or flow value of the line; where any other value begins. */
  valueEnd: number;
  /** A quote or bracket that opens here is never closed. */
  unclosed: number;
}

export function linesOf(text: string, start: number, end: number): Lines {
  return {
    text,
    end,
    line: { start, indent: 0, column: 0, content: start, dash: false, colon: -1, value: -1 },
    next: start,
    inside: Number.POSITIVE_INFINITY,
    valueEnd: start,
    unclosed: -1,
  };
}

const isBreak = (char: number) => char === code.newline || char === 13;

/** The end of a quoted scalar that opens at `at`, one past its closing quote; -1 where there is none. */
function quoteEnd(text: string, at: number): number {
  if (text.charCodeAt(at) === code.apostrophe) {
    let end = text.indexOf("'", at + 1);
    while (end !== -1 && text.charCodeAt(end + 1) === code.apostrophe) end = text.indexOf("'", end + 2);
    return end === -1 ? -1 : end + 1;
  }
  let end = text.indexOf('"', at + 1);
  while (end !== -1 && isEscaped(text, end)) end = text.indexOf('"', end + 1);
  return end === -1 ? -1 : end + 1;
}

function isEscaped(text: string, at: number): boolean {
  let slashes = 0;
  while (text.charCodeAt(at - 1 - slashes) === code.backslash) slashes++;
  return slashes % 2 === 1;
}

/** Characters before which a quote in a flow collection opens a scalar. */
const opensToken = new Set([code.space, code.newline, 13, 9, code.comma, code.colon, code.openBrace, code.openBracket]);

const isOpening = (char: number) => char === code.openBrace || char === code.openBracket;
const isClosing = (char: number) => char === code.closeBrace || char === code.closeBracket;
const isQuote = (char: number) => char === code.quote || char === code.apostrophe;

/** The end of a flow collection that opens at `at`, one past its closing bracket; -1 where there is none. */
function flowEnd(text: string, at: number): number {
  let depth = 0;
  let pos = at;
  while (pos !== -1 && pos < text.length) {
    const char = text.charCodeAt(pos);
    if (isOpening(char)) depth++;
    if (isClosing(char) && --depth === 0) return pos + 1;
    const begins = opensToken.has(text.charCodeAt(pos - 1));
    if (begins && char === code.hash) pos = text.indexOf('\n', pos);
    else pos = begins && isQuote(char) ? quoteEnd(text, pos) : pos + 1;
  }
  return -1;
}

/** Past an anchor or a tag that stands before a value. */
function afterProperties(text: string, at: number): number {
  let pos = at;
  while (text.charCodeAt(pos) === 38 || text.charCodeAt(pos) === 33) {
    while (!isBlank(text, pos) && text.charCodeAt(pos) !== 13) pos++;
    pos = afterSpaces(text, pos);
  }
  return pos;
}

/** Finds the colon of the key that begins at `at`; -1 where the line has none. */
function colonAfter(text: string, at: number, end: number): number {
  for (let pos = at; pos < end; pos++) {
    const char = text.charCodeAt(pos);
    if (char === code.newline) return -1;
    if (char === code.colon && (isBlank(text, pos + 1) || text.charCodeAt(pos + 1) === 13)) return pos;
    if (char === code.hash && text.charCodeAt(pos - 1) === code.space) return -1;
  }
  return -1;
}

function lineAfter(lines: Lines, at: number): number {
  const end = lines.text.indexOf('\n', at);
  return end === -1 || end >= lines.end ? lines.end : end + 1;
}

/** Sets where the line after the value at `at` begins; `column` is that of the key or dash the value belongs to. */
function skipValue(lines: Lines, at: number, column: number): void {
  const { text } = lines;
  const value = afterProperties(text, at);
  const char = text.charCodeAt(value);
  let end = value;
  lines.inside = Number.POSITIVE_INFINITY;
  if (isQuote(char)) end = quoteEnd(text, value);
  else if (isOpening(char)) end = flowEnd(text, value);
  else if (!isBreak(char) && char !== code.hash && value < lines.end) lines.inside = column;
  if (end === -1 || end > lines.end) {
    lines.unclosed = value;
    end = lines.end;
  }
  lines.valueEnd = end;
  lines.next = lineAfter(lines, end);
}

/** Moves to the next structural line; false at the end, or behind something that is never closed. */
export function nextLine(lines: Lines): boolean {
  const { text, line, end } = lines;
  while (lines.next < end && lines.unclosed === -1) {
    const start = lines.next;
    const first = afterSpaces(text, start);
    const char = text.charCodeAt(first);
    const indent = first - start;
    if (first >= end || isBreak(char) || char === code.hash || indent > lines.inside) {
      lines.next = lineAfter(lines, first);
      continue;
    }
    line.start = start;
    line.indent = indent;
    readContent(lines, first);
    return true;
  }
  return false;
}

/** The colon behind the key at `at`; -1 where there is no key. */
function colonOf(lines: Lines, at: number): number {
  const { text } = lines;
  const char = text.charCodeAt(at);
  if (isOpening(char)) return -1;
  if (!isQuote(char)) return colonAfter(text, at, lines.end);
  const end = quoteEnd(text, at);
  if (end === -1) return -1;
  const colon = afterSpaces(text, end);
  return text.charCodeAt(colon) === code.colon ? colon : -1;
}

const endsLine = (lines: Lines, at: number) => {
  const char = lines.text.charCodeAt(at);
  return isBreak(char) || char === code.hash || at >= lines.end;
};

function readContent(lines: Lines, first: number): void {
  const { text, line } = lines;
  let content = first;
  let dash = -1;
  while (text.charCodeAt(content) === code.dash && (isBlank(text, content + 1) || text.charCodeAt(content + 1) === 13)) {
    dash = content;
    content = afterSpaces(text, content + 1);
  }
  line.dash = dash !== -1;
  line.content = content;
  line.column = content - line.start;
  line.value = -1;
  line.colon = endsLine(lines, content) ? -1 : colonOf(lines, content);
  if (line.colon === -1) {
    skipValue(lines, content, dash === -1 ? line.indent - 1 : dash - line.start);
    return;
  }
  const value = afterSpaces(text, line.colon + 1);
  if (!endsLine(lines, value)) line.value = value;
  skipValue(lines, value, line.column);
}
