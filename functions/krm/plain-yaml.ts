import { maxDepth, scalarOrFlow } from './plain-flow.ts';
import { key } from './plain-key.ts';
import { literal } from './plain-literal.ts';
import { quotedLine } from './plain-quoted.ts';
import { advance, afterSpaces, code, fail, finishLine, isBlank, type Reader, readerOf } from './plain-reader.ts';
import { plainScalar } from './plain-scalar.ts';
import { fillsLine, isWordFirst } from './plain-text.ts';

/** The answer for anything outside the plain subset: the library reads it then. */
export const notPlain: unique symbol = Symbol('not plain');

/** The scalar that fills the rest of a line, as nearly all do, and moves to the next; `undefined` with `pos` unmoved where a closer look is needed. */
function lineScalar(reader: Reader): unknown {
  const { text, pos, lineEnd } = reader;
  if (!reader.simple || reader.colon > pos || text.charCodeAt(pos) !== code.space) return undefined;
  const first = text.charCodeAt(pos + 1);
  let value: unknown;
  if (isWordFirst(first) && reader.space === pos) value = plainScalar(text.slice(pos + 1, lineEnd));
  else if (first === code.apostrophe && text.indexOf("'", pos + 2) === lineEnd - 1) value = text.slice(pos + 2, lineEnd - 1);
  else return undefined;
  advance(reader);
  return value;
}

/** The map whose first key, where it is known, was read already. */
function mapping(reader: Reader, column: number, depth: number, first?: string): unknown {
  const map: Record<string, unknown> = {};
  let name = first ?? key(reader, column, true);
  let count = 0;
  while (name !== undefined) {
    const scalar = lineScalar(reader);
    map[name] = scalar === undefined ? mapValue(reader, column, depth) : scalar;
    count++;
    if (reader.failed || reader.column !== column) break;
    name = key(reader, column, true);
  }
  // Fewer keys than entries: one was written twice, and the library tells which.
  return name === undefined || reader.column > column || (count > 1 && Object.keys(map).length !== count) ? fail(reader) : map;
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
  if (reader.pos < reader.lineEnd && text.charCodeAt(reader.pos) !== code.hash) return false;
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
  const first = key(reader, inner, false);
  if (first === undefined) {
    reader.pos = opening;
    return reader.failed ? undefined : inline(reader, column, depth);
  }
  reader.column = inner;
  return mapping(reader, inner, depth + 1, first);
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
  let value = reader.simple && reader.colon < pos ? restOfLine(reader) : undefined;
  if (value === undefined) {
    value = scalarOrFlow(reader, depth, false);
    if (reader.failed) return undefined;
    finishLine(reader);
  } else advance(reader);
  return reader.column > column ? fail(reader) : value;
}

/** The scalar that fills a simple line; `undefined` where a closer look is needed. */
function restOfLine(reader: Reader): unknown {
  const { text, pos, lineEnd } = reader;
  return fillsLine(reader) ? plainScalar(text.slice(pos, lineEnd)) : quotedLine(reader);
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
