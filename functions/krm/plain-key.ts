import { quoted } from './plain-quoted.ts';
import { code, colonEnd, fail, isBlank, plainEnd, type Reader } from './plain-reader.ts';
import { plainScalar } from './plain-scalar.ts';

/** `on: x` is the key "true" to kubectl, `<<` merges, `__proto__` is refused: rare enough for the library. */
export const isKey = (text: string) => typeof plainScalar(text) === 'string' && text !== '<<' && text !== '__proto__';

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
export function key(reader: Reader): string | undefined {
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
