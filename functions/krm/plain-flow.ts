import { isKey } from './plain-key.ts';
import { quoted } from './plain-quoted.ts';
import { afterSpaces, code, fail, type Reader } from './plain-reader.ts';
import { plainScalar } from './plain-scalar.ts';
import { plainEnd } from './plain-text.ts';

/** Deeper collections are for the library. */
export const maxDepth = 100;

/** A scalar, or a flow collection on one line. */
export function scalarOrFlow(reader: Reader, depth: number, inFlow: boolean): unknown {
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
