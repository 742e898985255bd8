import {
  advance,
  afterSpaces,
  code,
  colonEnd,
  fail,
  finishLine,
  isBlank,
  plainEnd,
  quoted,
  type Reader,
  readerOf,
  wordEnd,
} from './plain-reader.ts';
import { plainScalar } from './plain-scalar.ts';

/** The answer for anything outside the plain subset: the library reads it then. */
export const notPlain: unique symbol = Symbol('not plain');

const maxDepth = 100;

/** `on: x` is the key "true" to kubectl, `<<` merges, `__proto__` is refused: rare enough for the library. */
const isKey = (text: string) => typeof plainScalar(text) === 'string' && text !== '<<' && text !== '__proto__';

/** Keys that were seen before, by themselves: there are few different ones, and a text that was a key before need not be looked up again to be one. */
const knownKeys = new Map<string, string>();
const simpleKey = /^[A-Za-z0-9_/$][A-Za-z0-9_./$-]{0,80}$/;

/** A key of simple characters, which is nearly every key. */
function simple(reader: Reader): string | undefined {
  const colon = colonEnd(reader);
  if (colon === -1 || colon - reader.pos > 80) return undefined;
  const name = reader.text.slice(reader.pos, colon);
  const known = knownKeys.get(name);
  if (known === undefined) {
    if (!simpleKey.test(name) || !isKey(name)) return undefined;
    if (knownKeys.size < 10_000) knownKeys.set(name, name);
  }
  reader.pos = colon + 1;
  return known ?? name;
}

/** A key and its colon, or `undefined` with `pos` unmoved where the line holds no key. */
function key(reader: Reader): string | undefined {
  const name = simple(reader);
  return name === undefined ? anyKey(reader) : name;
}

function anyKey(reader: Reader): string | undefined {
  const { text, pos } = reader;
  const first = text.charCodeAt(pos);
  const name = first === code.quote || first === code.apostrophe ? quotedKey(reader) : plainKey(reader);
  if (name === undefined) reader.pos = pos;
  else if (name === '__proto__') return fail(reader);
  return name;
}

function quotedKey(reader: Reader): string | undefined {
  const name = quoted(reader);
  if (reader.failed || reader.text.charCodeAt(reader.pos) !== code.colon || !isBlank(reader.text, reader.pos + 1)) return undefined;
  reader.pos++;
  return name;
}

function plainKey(reader: Reader): string | undefined {
  const { text, pos } = reader;
  if (text.charCodeAt(pos) === code.dash || text.startsWith('...', pos)) return undefined;
  if (plainEnd(reader, false) !== reader.pos || text.charCodeAt(reader.pos) !== code.colon) return undefined;
  const name = text.slice(pos, reader.pos++);
  return isKey(name) ? name : fail(reader);
}

function mapping(reader: Reader, column: number, depth: number): unknown {
  const map: Record<string, unknown> = {};
  let count = 0;
  while (!reader.failed && reader.column === column) {
    const name = key(reader);
    if (name === undefined) return fail(reader);
    map[name] = mapValue(reader, column, depth);
    count++;
  }
  // Fewer keys than entries: one was written twice, and the library tells which.
  return reader.column > column || Object.keys(map).length !== count ? fail(reader) : map;
}

const isDash = ({ text, pos }: Reader) => text.charCodeAt(pos) === code.dash && isBlank(text, pos + 1);

function sequence(reader: Reader, column: number, depth: number): unknown {
  const list: unknown[] = [];
  while (!reader.failed && reader.column === column && isDash(reader)) {
    reader.pos++;
    list.push(listValue(reader, column, depth));
  }
  return reader.column > column ? fail(reader) : list;
}

/** Moves past spaces; true where nothing but a comment is left on the line, and then on to the next content. */
function endsLine(reader: Reader): boolean {
  const { text } = reader;
  reader.pos = afterSpaces(text, reader.pos);
  const char = text.charCodeAt(reader.pos);
  if (char !== code.newline && char !== code.hash && reader.pos < text.length) return false;
  const end = text.indexOf('\n', reader.pos);
  reader.pos = end === -1 ? text.length : end;
  advance(reader);
  return true;
}

function mapValue(reader: Reader, column: number, depth: number): unknown {
  if (!endsLine(reader)) return inline(reader, column, depth);
  if (reader.column > column) return block(reader, depth);
  return reader.column === column && isDash(reader) ? sequence(reader, column, depth + 1) : null;
}

function listValue(reader: Reader, column: number, depth: number): unknown {
  const from = reader.pos;
  if (endsLine(reader)) return reader.column > column ? block(reader, depth) : null;
  if (depth > maxDepth) return fail(reader);
  // A list or map that starts behind the dash: `- - x`, `- name: x`.
  const inner = column + 1 + (reader.pos - from);
  const opening = reader.pos;
  if (isDash(reader)) {
    reader.column = inner;
    return sequence(reader, inner, depth + 1);
  }
  const isMap = key(reader) !== undefined;
  reader.pos = opening;
  if (!isMap) return reader.failed ? undefined : inline(reader, column, depth);
  reader.column = inner;
  return mapping(reader, inner, depth + 1);
}

/** A node on lines of its own, deeper than its parent. */
function block(reader: Reader, depth: number): unknown {
  if (depth > maxDepth) return fail(reader);
  return isDash(reader) ? sequence(reader, reader.column, depth + 1) : mapping(reader, reader.column, depth + 1);
}

/** A value on the line of its key or dash. */
function inline(reader: Reader, column: number, depth: number): unknown {
  const { text, pos } = reader;
  if (text.charCodeAt(pos) === code.pipe) return literal(reader, column);
  const end = wordEnd(reader);
  let value: unknown;
  if (end !== -1) {
    value = plainScalar(text.slice(pos, end));
    reader.pos = end;
    advance(reader);
  } else {
    value = scalarOrFlow(reader, depth, false);
    if (reader.failed) return undefined;
    finishLine(reader);
  }
  return reader.column > column ? fail(reader) : value;
}

function scalarOrFlow(reader: Reader, depth: number, inFlow: boolean): unknown {
  const { text, pos } = reader;
  const first = text.charCodeAt(pos);
  if (first === code.quote || first === code.apostrophe) return quoted(reader);
  if (first === code.openBrace) return depth > maxDepth ? fail(reader) : flowMapping(reader, depth + 1);
  if (first === code.openBracket) return depth > maxDepth ? fail(reader) : flowSequence(reader, depth + 1);
  const last = plainEnd(reader, inFlow);
  if (last === -1 || text.charCodeAt(reader.pos) === code.colon) return fail(reader);
  if (text.charCodeAt(reader.pos) === code.hash) reader.pos = last;
  return plainScalar(text.slice(pos, last));
}

/** After an entry of a flow collection: true where another one follows. */
function another(reader: Reader, closing: number): boolean {
  const { text } = reader;
  reader.pos = afterSpaces(text, reader.pos);
  const char = text.charCodeAt(reader.pos);
  if (char === code.comma) {
    reader.pos = afterSpaces(text, reader.pos + 1);
    return true;
  }
  if (char !== closing) reader.failed = true;
  reader.pos++;
  return false;
}

/** Past the opening bracket; true for an empty collection. */
function opens(reader: Reader, closing: number): boolean {
  reader.pos = afterSpaces(reader.text, reader.pos + 1);
  if (reader.text.charCodeAt(reader.pos) !== closing) return false;
  reader.pos++;
  return true;
}

function flowSequence(reader: Reader, depth: number): unknown {
  const list: unknown[] = [];
  if (opens(reader, code.closeBracket)) return list;
  do {
    list.push(scalarOrFlow(reader, depth, true));
  } while (!reader.failed && another(reader, code.closeBracket));
  return list;
}

function flowMapping(reader: Reader, depth: number): unknown {
  const map: Record<string, unknown> = {};
  if (opens(reader, code.closeBrace)) return map;
  let count = 0;
  do {
    const name = flowKey(reader);
    if (name === undefined) return fail(reader);
    reader.pos = afterSpaces(reader.text, reader.pos);
    map[name] = scalarOrFlow(reader, depth, true);
    count++;
  } while (!reader.failed && another(reader, code.closeBrace));
  return Object.keys(map).length === count ? map : fail(reader);
}

function flowKey(reader: Reader): string | undefined {
  const { text, pos } = reader;
  const first = text.charCodeAt(pos);
  let name: string | undefined;
  if (first === code.quote || first === code.apostrophe) {
    name = quoted(reader);
    if (name === '__proto__') return undefined;
  } else {
    if (plainEnd(reader, true) !== reader.pos) return undefined;
    name = text.slice(pos, reader.pos);
    if (!isKey(name)) return undefined;
  }
  if (reader.failed || text.charCodeAt(reader.pos) !== code.colon || text.charCodeAt(reader.pos + 1) !== code.space) return undefined;
  reader.pos++;
  return name;
}

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

/** `|`, `|-` and `|+` with their lines. */
function literal(reader: Reader, column: number): unknown {
  const { text } = reader;
  const chomp = text.charCodeAt(++reader.pos);
  if (chomp === code.dash || chomp === code.plus) reader.pos++;
  if (text.charCodeAt(reader.pos) !== code.newline) return fail(reader);
  const lines = literalLines(text, reader.pos + 1, column);
  if (lines === undefined || lines.value === '' || lines.value.startsWith('\t')) return fail(reader);
  reader.pos = lines.end;
  advance(reader);
  if (reader.column > column) return fail(reader);
  if (chomp === code.dash) return lines.value.slice(0, -1);
  return chomp === code.plus ? lines.value + lines.blanks : lines.value;
}

/**
 * Reads the subset of YAML that kpt and most people write: block maps and lists, scalars on one line, flow collections on one line, literal
 * blocks. Returns `notPlain` on everything else, mistakes included, and never a value that the library would not return.
 * `start` is the first character of the outermost map and `column` its column; lines end in `\n`.
 */
export function readPlainYaml(text: string, start: number, column: number): unknown {
  const reader = readerOf(text, start, column);
  const value = mapping(reader, column, 0);
  return reader.failed || reader.column !== -1 ? notPlain : value;
}
