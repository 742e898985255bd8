import { maxDepth, scalarOrFlow } from './plain-flow.ts';
import { key } from './plain-key.ts';
import { literal } from './plain-literal.ts';
import { advance, afterSpaces, code, fail, finishLine, isBlank, type Reader, readerOf, wordEnd } from './plain-reader.ts';
import { plainScalar } from './plain-scalar.ts';

/** The answer for anything outside the plain subset: the library reads it then. */
export const notPlain: unique symbol = Symbol('not plain');

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
