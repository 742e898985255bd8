import { quoted } from './plain-quoted.ts';
import { code, fail, isBlank, type Reader } from './plain-reader.ts';
import { plainScalar } from './plain-scalar.ts';
import { plainEnd } from './plain-text.ts';

/** `on: x` is the key "true" to kubectl, `<<` merges, `__proto__` is refused: rare enough for the library. */
export const isKey = (text: string) => typeof plainScalar(text) === 'string' && text !== '<<' && text !== '__proto__';

/** Keys that were seen before, by themselves: there are few different ones, and a text that was a key before need not be looked up again to be one. */
const knownKeys = new Map<string, string>();
const simpleKey = /^[A-Za-z0-9_/$][A-Za-z0-9_./$-]{0,80}$/;

/** A key of simple characters, which is nearly every key. */
function simple({ text, pos, colon }: Reader): string | undefined {
  if (colon < pos || colon - pos > 80) return undefined;
  const name = text.slice(pos, colon);
  return knownKeys.get(name) ?? newKey(name);
}

function newKey(name: string): string | undefined {
  if (!simpleKey.test(name) || !isKey(name)) return undefined;
  // As the key of an object it is the one text that V8 compares others with by address.
  const [own = name] = Object.keys({ [name]: 0 });
  if (knownKeys.size < 10_000) knownKeys.set(own, own);
  return own;
}

/** A key and its colon, or `undefined` with `pos` unmoved where the line holds no key. */
export function key(reader: Reader): string | undefined {
  const name = simple(reader);
  if (name === undefined) return anyKey(reader);
  reader.pos = reader.colon + 1;
  return name;
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
