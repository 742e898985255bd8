import { run } from './commands/run.ts';
import type { System } from './commands/system.ts';
import { maxBytes } from './krm/decode.ts';
import { expectInput } from './machine/long-run.ts';
import { programFiles } from './machine/program-files.ts';
import { readFolder } from './machine/read-folder.ts';
import { isOutputLeft, isTerminal, readInput, writeError, writeOutput } from './machine/standard-streams.ts';
import { writeFiles } from './machine/write-files.ts';

/** Set by the bundler. */
declare const VERSION: string | undefined;

const system: System = {
  version: typeof VERSION === 'string' ? VERSION : '0.0.0',
  env: process.env,
  get inputIsTerminal() {
    return isTerminal(0);
  },
  get columns() {
    return isTerminal(2) ? process.stderr.columns : undefined;
  },
  async readInput() {
    const bytes = await readInput(maxBytes);
    expectInput(bytes.length);
    return bytes;
  },
  readFolder(path) {
    const files = readFolder(path);
    expectInput((files ?? []).reduce((sum, { bytes }) => sum + bytes.length, 0));
    return files;
  },
  writeFiles,
  programFiles,
  out: writeOutput,
  err: writeError,
};

// As the first process of a container, a signal has no effect unless somebody listens.
if (process.pid === 1) for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => process.exit(143));

async function main(): Promise<void> {
  try {
    process.exitCode = await run(process.argv.slice(2), system);
  } catch (error) {
    process.exitCode = 2;
    system.err(failure(error as NodeJS.ErrnoException));
  }
  // Taking the memory apart takes longer than rendering a usual package. Ending the process would cut off what a slow reader has not taken yet.
  if (!isOutputLeft()) process.exit();
}

/** What the machine refuses, in plain words. */
const refusals: Readonly<Record<string, string>> = {
  EACCES: 'this user may not read or write it',
  EPERM: 'this user may not write it',
  EROFS: 'it lies on a file system that is read-only',
  ENOSPC: 'no space is left',
  ENOTDIR: 'a file stands in the place of a folder',
  EEXIST: 'a file stands in the place of a folder',
  EISDIR: 'a folder stands in the place of a file',
};

/** What the machine refused is no mistake of ours, and a reader that went away needs no message. */
function failure({ message, stack, syscall, code, path }: NodeJS.ErrnoException): string {
  if (code === 'EPIPE') return '';
  const details = process.env.DEBUG ? `${stack}\n` : '';
  const plain = path === undefined ? undefined : refusals[code ?? ''];
  if (plain !== undefined) return `gateway-intent: "${path}": ${plain} (${code})\n${details}`;
  if (syscall !== undefined) return `gateway-intent: ${message}\n${details}`;
  return `gateway-intent ${system.version}: internal error, please report it: ${message}\n${details}`;
}

void main();
