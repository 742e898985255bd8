import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { run } from './commands/run.ts';
import type { FolderFile, System } from './commands/system.ts';

/** Set by the bundler. */
declare const VERSION: string | undefined;

const isMissing = (error: unknown): boolean => ['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '');

const listed = /\.(ya?ml|json)$|^Kptfile$|^\.krmignore$/;

function* filesBelow(folder: string, prefix: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = `${prefix}${entry.name}`;
    if (entry.isDirectory()) {
      if (!entry.name.startsWith('.') && entry.name !== 'node_modules') yield* filesBelow(join(folder, entry.name), `${path}/`);
    } else if (listed.test(entry.name)) yield path;
  }
}

function readFolder(path: string): FolderFile[] | undefined {
  try {
    if (!statSync(path).isDirectory()) return [{ path, bytes: readFileSync(path) }];
    return [...filesBelow(path, '')].map((file) => ({ path: file, bytes: readFileSync(join(path, file)) }));
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

async function readInput(): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

const system: System = {
  version: typeof VERSION === 'string' ? VERSION : '0.0.0',
  env: process.env,
  inputIsTerminal: process.stdin.isTTY === true,
  columns: process.stderr.isTTY ? process.stderr.columns : undefined,
  readInput,
  readFolder,
  writeFile(path, text) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  },
  removeFile: (path) => rmSync(path),
  out: (text) => new Promise((resolve, reject) => process.stdout.write(text, (error) => (error ? reject(error) : resolve()))),
  err: (text) => void process.stderr.write(text),
};

// As the first process of a container, a signal has no effect unless somebody listens.
if (process.pid === 1) for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => process.exit(143));
// A reader that went away is no reason for a stack trace, and nothing may be taken for a whole answer.
process.stdout.on('error', () => process.exit(2));

async function main(): Promise<void> {
  try {
    // The exit code alone: ending the process here would cut off what a slow reader has not taken yet.
    process.exitCode = await run(process.argv.slice(2), system);
  } catch (error) {
    const { message, stack } = error as Error;
    const details = process.env.DEBUG ? `${stack}\n` : '';
    system.err(`gateway-intent ${system.version}: internal error, please report it: ${message}\n${details}`);
    process.exitCode = 2;
  }
}

void main();
