import { code, fail, type Reader } from './plain-reader.ts';

function singleQuoted(reader: Reader): string | undefined {
  const { text, pos } = reader;
  let end = text.indexOf("'", pos + 1);
  while (end !== -1 && text.charCodeAt(end + 1) === code.apostrophe) end = text.indexOf("'", end + 2);
  if (end === -1) return fail(reader);
  const value = text.slice(pos + 1, end);
  reader.pos = end + 1;
  if (value.includes('\n')) return fail(reader);
  return value.includes("''") ? value.replaceAll("''", "'") : value;
}

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '"': '"', '\\': '\\', '/': '/', ' ': ' ', "'": "'" };

function withoutEscapes(reader: Reader, value: string): string | undefined {
  let plain = '';
  let from = 0;
  for (let at = value.indexOf('\\'); at !== -1; at = value.indexOf('\\', from)) {
    const char = escapes[value.charAt(at + 1)];
    if (char === undefined) return fail(reader);
    plain += value.slice(from, at) + char;
    from = at + 2;
  }
  return plain + value.slice(from);
}

function doubleQuoted(reader: Reader): string | undefined {
  const { text, pos } = reader;
  let end = pos + 1;
  let escaped = false;
  for (let char = text.charCodeAt(end); char !== code.quote; char = text.charCodeAt(++end)) {
    if (end >= text.length || char === code.newline) return fail(reader);
    if (char === code.backslash) {
      escaped = true;
      end++;
    }
  }
  reader.pos = end + 1;
  const value = text.slice(pos + 1, end);
  return escaped ? withoutEscapes(reader, value) : value;
}

/** A quoted scalar on one line. */
export function quoted(reader: Reader): string | undefined {
  return reader.text.charCodeAt(reader.pos) === code.apostrophe ? singleQuoted(reader) : doubleQuoted(reader);
}

/** The quoted scalar without escapes that fills the rest of a simple line; `undefined` where a closer look is needed. */
export function quotedLine({ text, pos, lineEnd }: Reader): string | undefined {
  const quote = text.charCodeAt(pos);
  if (quote !== code.apostrophe && quote !== code.quote) return undefined;
  const end = text.indexOf(quote === code.quote ? '"' : "'", pos + 1);
  return end === lineEnd - 1 ? text.slice(pos + 1, end) : undefined;
}
