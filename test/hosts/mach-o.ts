import { createHash } from 'node:crypto';

const loadCommands = 32;
const codeSignature = 0x1d;
const codeDirectory = 0xfade0c02;
const adHoc = 0x2;

/** What the kernel of macOS looks at before it starts an executable: the signature's hashes of all pages. */
export interface Signature {
  readonly isAdHoc: boolean;
  readonly pages: number;
  /** Pages that are not as they were signed. */
  readonly broken: number;
  /** Parts of the signature itself that are not. */
  readonly brokenParts: number;
}

/** The signature of a 64-bit Mach-O executable; `undefined` where there is none. Layout: <https://github.com/apple-oss-distributions/xnu/blob/main/osfmk/kern/cs_blobs.h>. */
export function signatureOf(file: Buffer): Signature | undefined {
  const start = commandOffset(file);
  if (start === undefined) return undefined;
  const blobs = file.readUInt32BE(start + 8);
  const offsets = Array.from({ length: blobs }, (_, index) => start + file.readUInt32BE(start + 12 + 8 * index + 4));
  const directory = offsets.find((offset) => file.readUInt32BE(offset) === codeDirectory);
  if (directory === undefined) return undefined;
  const parts = offsets.map((offset, index) => ({ slot: file.readUInt32BE(start + 12 + 8 * index), offset }));
  return check(file, directory, parts);
}

interface Part {
  readonly slot: number;
  readonly offset: number;
}

/** Requirements, entitlements and the like have their hashes before those of the pages. */
const isHashed = ({ slot }: Part): boolean => slot > 0 && slot < 0x1000;

function commandOffset(file: Buffer): number | undefined {
  let offset = loadCommands;
  for (let count = file.readUInt32LE(16); count > 0; count--) {
    if (file.readUInt32LE(offset) === codeSignature) return file.readUInt32LE(offset + 8);
    offset += file.readUInt32LE(offset + 4);
  }
  return undefined;
}

function check(file: Buffer, directory: number, parts: readonly Part[]): Signature {
  const field = (offset: number) => file.readUInt32BE(directory + offset);
  const [flags, hashes, pages, limit] = [field(12), field(16), field(28), field(32)];
  const [hashSize, pageSize] = [file.readUInt8(directory + 36), 2 ** file.readUInt8(directory + 39)];
  const isBroken = (page: number): boolean => {
    const bytes = file.subarray(page * pageSize, Math.min((page + 1) * pageSize, limit));
    const signed = file.subarray(directory + hashes + page * hashSize, directory + hashes + (page + 1) * hashSize);
    return !createHash('sha256').update(bytes).digest().subarray(0, hashSize).equals(signed);
  };
  const isBrokenPart = ({ slot, offset }: Part): boolean => {
    const at = directory + hashes - slot * hashSize;
    const hash = createHash('sha256')
      .update(file.subarray(offset, offset + file.readUInt32BE(offset + 4)))
      .digest();
    return !hash.equals(file.subarray(at, at + hashSize));
  };
  return {
    isAdHoc: (flags & adHoc) !== 0,
    pages,
    broken: Array.from({ length: pages }, (_, page) => page).filter(isBroken).length,
    brokenParts: parts.filter(isHashed).filter(isBrokenPart).length,
  };
}
