import { run } from '../../functions/commands/run.ts';
import type { System } from '../../functions/commands/system.ts';

export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
  readonly written: Readonly<Record<string, string>>;
}

/** Runs the command line over files that exist in memory only: the folder `.` holds them. `input` is what comes on standard input. */
export async function runInMemory(args: readonly string[], files: Readonly<Record<string, string>>, input = ''): Promise<Ran> {
  let out = '';
  let err = '';
  const written: Record<string, string> = {};
  const system: System = {
    version: '99.0.0',
    env: {},
    inputIsTerminal: input === '',
    columns: undefined,
    readInput: async () => Buffer.from(input),
    readFolder: (path) =>
      path === '.' ? Object.entries(files).map(([name, text]) => ({ path: name, bytes: Buffer.from(text) })) : undefined,
    writeFiles: (made) => void Object.assign(written, Object.fromEntries(made.map(({ path, content }) => [path, content.toString()]))),
    programFiles: () => [],
    out: async (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
  };
  const code = await run(args, system);
  return { code, out, err, written };
}
