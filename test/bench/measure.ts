import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const probe = fileURLToPath(new URL('probe.cjs', import.meta.url));

/** A program to be measured. */
export interface Subject {
  readonly program: string;
  readonly args: readonly string[];
  /** The file that standard input is read from. */
  readonly input?: string | undefined;
  readonly env?: Readonly<Record<string, string>> | undefined;
  /** Exit codes that are fine; 0 when absent. */
  readonly codes?: readonly number[] | undefined;
}

export interface Measure {
  /** Seconds from start to end. */
  readonly wall: number;
  /** Seconds of all processor cores, and the peak of memory in MiB; of programs for Node only. */
  readonly cpu?: number | undefined;
  readonly memory?: number | undefined;
}

/** A script for this Node. */
export const script = (path: string, args: readonly string[] = [], input?: string): Subject => ({
  program: process.execPath,
  args: ['--require', probe, path, ...args],
  input,
});

/** Certificates that Node reads at every start take twice as long as all else that an empty script does, and would hide what a program takes. */
const { NODE_EXTRA_CA_CERTS: _, ...environment } = process.env;

/** Runs a program once. Its output goes nowhere. */
export function measure({ program, args, input, env, codes = [0] }: Subject): Promise<Measure> {
  const stdin = input === undefined ? undefined : openSync(input, 'r');
  return new Promise((resolve, reject) => {
    const begin = performance.now();
    const child = spawn(program, args, { stdio: [stdin ?? 'ignore', 'ignore', 'pipe', 'pipe'], env: { ...environment, ...env } });
    if (stdin !== undefined) closeSync(stdin);
    let [told, errors] = ['', ''];
    let wall = 0;
    child.stdio[3]?.on('data', (chunk) => {
      told += chunk;
    });
    child.stderr?.on('data', (chunk) => {
      errors += chunk;
    });
    child.on('error', reject);
    child.on('exit', () => {
      wall = (performance.now() - begin) / 1000;
    });
    child.on('close', (code) => {
      if (code === null || !codes.includes(code)) reject(new Error(`${program} ${args.join(' ')} ended with ${code}:\n${errors}`));
      else resolve({ wall, ...(told === '' ? {} : (JSON.parse(told) as object)) });
    });
  });
}

/** Runs several programs in turns, so that what else happens on the machine meets all of them alike. The medians of each, after one round that does not count. */
export async function compare(subjects: readonly Subject[], rounds: number): Promise<readonly Measure[]> {
  const all: Measure[][] = subjects.map(() => []);
  for (let round = rounds > 1 ? -1 : 0; round < rounds; round++)
    for (const [index, subject] of subjects.entries()) {
      const one = await measure(subject);
      if (round >= 0) all[index]?.push(one);
    }
  return all.map((each) => ({ wall: median(each, 'wall') ?? 0, cpu: median(each, 'cpu'), memory: median(each, 'memory') }));
}

function median(measures: readonly Measure[], field: keyof Measure): number | undefined {
  const values = measures.flatMap((each) => each[field] ?? []).sort((left, right) => left - right);
  return values[Math.floor(values.length / 2)];
}
