import { type KnownKey, keepKey, knownKey } from './known-key.ts';
import { quoted } from './plain-quoted.ts';
import { code, fail, isBlank, type Reader } from './plain-reader.ts';
import { plainScalar } from './plain-scalar.ts';
import { plainEnd } from './plain-text.ts';

/** `on: x` is the key "true" to kubectl, `<<` merges, `__proto__` is refused: rare enough for the library. */
export const isKey = (text: string) => typeof plainScalar(text) === 'string' && text !== '<<' && text !== '__proto__';

const simpleKey = /^[A-Za-z0-9_/$][A-Za-z0-9_./$-]{0,80}$/;

/** A key of simple characters, which is nearly every key; `column` is its own. */
function simple({ text, pos, colon }: Reader, column: number): KnownKey | undefined {
  if (colon < pos || colon - pos > 80) return undefined;
  const name = text.slice(pos, colon);
  return knownKey(name, column) ?? (simpleKey.test(name) && isKey(name) ? keepKey(name, column) : undefined);
}

/** The key of the line at hand, and moves behind its colon. `undefined` with `pos` unmoved where there is none. `isFirst`: it stands at the beginning of its line. */
export function key(reader: Reader, column: number, isFirst: boolean): string | undefined {
  const { foreseen, last } = reader;
  const known = foreseen ?? simple(reader, column);
  reader.last = known;
  if (known === undefined) return anyKey(reader);
  if (foreseen === undefined) {
    reader.pos = reader.colon + 1;
    if (isFirst && last !== undefined) last.next = known;
  }
  reader.foreseen = undefined;
  return known.name;
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
