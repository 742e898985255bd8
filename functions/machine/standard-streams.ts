import { fstatSync, readSync, writeSync } from 'node:fs';
import { isatty } from 'node:tty';

const isAgain = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'EAGAIN';

/** `/dev/null` and its like, as Linux numbers them. */
const isMemory = (device: number): boolean => device >> 8 === 1;

/** Whether standard input (0) or another stream of the process is a terminal. The module that knows is loaded only where it may be one. */
export function isTerminal(stream: 0 | 1 | 2): boolean {
  const status = fstatSync(stream);
  return status.isCharacterDevice() && !isMemory(status.rdev) && isatty(stream);
}

/**
 * All of standard input, or more than `limit` bytes of it: an endless input must not fill the memory. It is read at one go where that is possible, because the streams of Node take longer to load than a usual package to read.
 * As the first process of a container we must not: signals would have to wait for the end of the input.
 */
export async function readInput(limit: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  if (process.pid !== 1 && readAll(chunks, limit)) return Buffer.concat(chunks);
  let size = sizeOf(chunks);
  for await (const chunk of process.stdin) {
    chunks.push(chunk as Buffer);
    size += (chunk as Buffer).length;
    if (size > limit) break;
  }
  return Buffer.concat(chunks);
}

const sizeOf = (chunks: readonly Uint8Array[]): number => chunks.reduce((size, { length }) => size + length, 0);

const chunkSize = 1024 * 1024;

/** Reads up to the end or beyond the limit; false where the input is a pipe that does not block and more of it is to come. */
function readAll(chunks: Uint8Array[], limit: number): boolean {
  while (sizeOf(chunks) <= limit) {
    const chunk = Buffer.allocUnsafe(chunks.length === 0 ? chunkSize / 16 : chunkSize);
    const { length, end } = fill(chunk);
    if (length > 0) chunks.push(chunk.subarray(0, length));
    if (end !== undefined) return end;
  }
  return true;
}

/** `end`: whether the input is at its end (true), or has nothing more yet (false). */
function fill(chunk: Uint8Array): { readonly length: number; readonly end: boolean | undefined } {
  let length = 0;
  while (length < chunk.length) {
    try {
      const read = readSync(0, chunk, length, chunk.length - length, null);
      if (read === 0) return { length, end: true };
      length += read;
    } catch (error) {
      if (isAgain(error)) return { length, end: false };
      // How Windows ends a pipe.
      if ((error as NodeJS.ErrnoException).code === 'EOF') return { length, end: true };
      throw error;
    }
  }
  return { length, end: undefined };
}

let isLeft = false;

/** Whether some of what was written waits for its reader: a process that ended now would lose it. */
export const isOutputLeft = (): boolean => isLeft;

/** Writes all of a text to standard output, however slowly it is taken. */
export async function writeOutput(text: string): Promise<void> {
  const rest = writeNow(1, Buffer.from(text));
  if (rest.length === 0) return;
  isLeft = true;
  await new Promise<void>((resolve, reject) => {
    process.stdout.on('error', reject);
    process.stdout.write(rest, (error) => (error ? reject(error) : resolve()));
  });
}

/** Writes to standard error. Whoever closed it does not want to know. */
export function writeError(text: string): void {
  try {
    const rest = writeNow(2, Buffer.from(text));
    if (rest.length === 0) return;
    isLeft = true;
    process.stderr.on('error', () => undefined).write(rest);
  } catch {
    // There is nobody to tell.
  }
}

/** Writes what is taken at once; the rest is what a pipe that does not block has no room for. */
function writeNow(stream: 1 | 2, bytes: Uint8Array): Uint8Array {
  let written = 0;
  while (written < bytes.length) {
    try {
      written += writeSync(stream, bytes, written);
    } catch (error) {
      if (isAgain(error)) break;
      throw error;
    }
  }
  return bytes.subarray(written);
}
