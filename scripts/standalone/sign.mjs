// Signs a 64-bit Mach-O executable as `codesign --sign -` does, without a Mac. What embeds the program breaks the seal of the runtime's makers on one of the two
// processors, and macOS ends programs whose seal is broken. https://github.com/apple-oss-distributions/xnu/blob/main/osfmk/kern/cs_blobs.h
import { createHash } from 'node:crypto';

const magic = { superBlob: 0xfade0cc0, codeDirectory: 0xfade0c02, requirements: 0xfade0c01 };
const slots = { codeDirectory: 0, requirements: 2, entitlements: 5, derEntitlements: 7 };
const [codeSignatureCommand, segmentCommand] = [0x1d, 0x19];
const adHoc = 0x2;
const mainBinary = 1n;
const pageBits = 12;
const headerSize = 88;
const segmentSize = 0x4000n;

const sha256 = (bytes) => createHash('sha256').update(bytes).digest();

function* commandsOf(file) {
  let offset = 32;
  for (let count = file.readUInt32LE(16); count > 0; count--) {
    yield { offset, kind: file.readUInt32LE(offset) };
    offset += file.readUInt32LE(offset + 4);
  }
}

/** Where the signature stands, the segment that it is the end of, and the one with the code. */
function layoutOf(file) {
  const commands = [...commandsOf(file)];
  const nameAt = (offset) => file.toString('latin1', offset + 8, offset + 24).replace(/\0+$/, '');
  const segment = (name) => commands.find(({ kind, offset }) => kind === segmentCommand && nameAt(offset) === name).offset;
  const command = commands.find(({ kind }) => kind === codeSignatureCommand).offset;
  const text = segment('__TEXT');
  return {
    start: file.readUInt32LE(command + 8),
    command,
    linkEdit: segment('__LINKEDIT'),
    text: { start: file.readBigUInt64LE(text + 40), size: file.readBigUInt64LE(text + 48) },
  };
}

/** The code in front of the signature, with the size of a new signature in its commands. */
function codeFor(file, { start, command, linkEdit }, size) {
  const code = Buffer.from(file.subarray(0, start));
  const inFile = BigInt(start + size) - code.readBigUInt64LE(linkEdit + 40);
  code.writeUInt32LE(size, command + 12);
  code.writeBigUInt64LE(inFile, linkEdit + 48);
  code.writeBigUInt64LE(((inFile + segmentSize - 1n) / segmentSize) * segmentSize, linkEdit + 32);
  return code;
}

/** The blob in a slot of the signature that is there. */
function blobIn(file, start, slot) {
  for (let index = 0; index < file.readUInt32BE(start + 8); index++) {
    const entry = start + 12 + 8 * index;
    const at = start + file.readUInt32BE(entry + 4);
    if (file.readUInt32BE(entry) === slot) return file.subarray(at, at + file.readUInt32BE(at + 4));
  }
  return undefined;
}

function codeDirectory(file, { start, text }, identifier, special) {
  const name = Buffer.from(`${identifier}\0`);
  const last = Math.max(...special.map(({ slot }) => slot));
  const hashOf = (slot) => special.find((each) => each.slot === slot)?.blob;
  const specialHashes = Array.from({ length: last }, (_, index) => last - index).map((slot) =>
    hashOf(slot) ? sha256(hashOf(slot)) : Buffer.alloc(32),
  );
  const pages = Array.from({ length: Math.ceil(start / 2 ** pageBits) }, (_, page) =>
    sha256(file.subarray(page << pageBits, Math.min((page + 1) << pageBits, start))),
  );
  const header = Buffer.alloc(headerSize);
  const hashes = headerSize + name.length + 32 * last;
  const fields = [magic.codeDirectory, hashes + 32 * pages.length, 0x20400, adHoc, hashes, headerSize, last, pages.length, start];
  for (const [index, value] of fields.entries()) header.writeUInt32BE(value, 4 * index);
  header.set([32, 2, 0, pageBits], 36);
  header.writeBigUInt64BE(text.start, 64);
  header.writeBigUInt64BE(text.size, 72);
  header.writeBigUInt64BE(mainBinary, 80);
  return Buffer.concat([header, name, ...specialHashes, ...pages]);
}

function superBlob(entries) {
  const index = Buffer.alloc(12 + 8 * entries.length);
  const length = entries.reduce((sum, { blob }) => sum + blob.length, index.length);
  for (const [at, value] of [magic.superBlob, length, entries.length].entries()) index.writeUInt32BE(value, 4 * at);
  let offset = index.length;
  for (const [at, { slot, blob }] of entries.entries()) {
    index.writeUInt32BE(slot, 12 + 8 * at);
    index.writeUInt32BE(offset, 16 + 8 * at);
    offset += blob.length;
  }
  return Buffer.concat([index, ...entries.map(({ blob }) => blob)]);
}

/** The executable with a new signature in the place of the old one; its entitlements stay. */
export function signed(executable, identifier) {
  const layout = layoutOf(executable);
  const none = Buffer.alloc(12);
  for (const [index, value] of [magic.requirements, none.length, 0].entries()) none.writeUInt32BE(value, 4 * index);
  const kept = [slots.entitlements, slots.derEntitlements].map((slot) => ({ slot, blob: blobIn(executable, layout.start, slot) }));
  const special = [{ slot: slots.requirements, blob: none }, ...kept.filter(({ blob }) => blob !== undefined)];
  const sign = (code) => superBlob([{ slot: slots.codeDirectory, blob: codeDirectory(code, layout, identifier, special) }, ...special]);
  // The size of a signature does not depend on what is signed.
  const code = codeFor(executable, layout, sign(executable).length);
  return Buffer.concat([code, sign(code)]);
}
