import { isUtf8 } from 'node:buffer';
import type { CodeName } from '../diagnostics/codes.ts';

/** More than any package holds, and less than it takes to fill the memory. */
export const maxBytes = 64 * 1024 * 1024;

export type Decoded = { readonly text: string } | { readonly code: CodeName; readonly message: string };

const utf16 = (bytes: Uint8Array) => (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);

/** Half of the bytes of UTF-16 text without a mark are zero. */
const looksLikeUtf16 = (bytes: Uint8Array) => bytes.subarray(0, 64).filter((byte) => byte === 0).length > 8;

/** The line, counted from 1, on which a byte stands. */
function lineOf(bytes: Uint8Array, offset: number): number {
  let line = 1;
  for (let at = bytes.indexOf(10); at !== -1 && at < offset; at = bytes.indexOf(10, at + 1)) line++;
  return line;
}

function firstBadLine(bytes: Uint8Array): number {
  let start = 0;
  for (let line = 1; start < bytes.length; line++) {
    const newline = bytes.indexOf(10, start);
    const end = newline === -1 ? bytes.length : newline + 1;
    if (!isUtf8(bytes.subarray(start, end))) return line;
    start = end;
  }
  return 1;
}

/** Bytes → text with its byte order mark kept; what is wrong where they are no UTF-8. */
export function decode(bytes: Uint8Array): Decoded {
  if (bytes.length > maxBytes) {
    return { code: 'GI0010', message: `input must not be larger than ${maxBytes / 1024 / 1024} MiB` };
  }
  const zero = bytes.indexOf(0);
  if (utf16(bytes) || (zero !== -1 && looksLikeUtf16(bytes)))
    return { code: 'GI0004', message: 'the text is in UTF-16 and must be in UTF-8' };
  if (zero !== -1) return { code: 'GI0004', message: `a NUL byte stands on line ${lineOf(bytes, zero)}: this is no text` };
  if (!isUtf8(bytes)) return { code: 'GI0004', message: `the bytes on line ${firstBadLine(bytes)} are not UTF-8` };
  return { text: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8') };
}
