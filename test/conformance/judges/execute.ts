import { spawn } from 'node:child_process';

export interface Execution {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface ExecuteOptions {
  readonly input?: string | undefined;
  readonly cwd?: string | undefined;
  /** Added to the environment; `undefined` takes a variable away. */
  readonly env?: Readonly<Record<string, string | undefined>> | undefined;
  /** Milliseconds after which the program is killed; 120,000 when absent. */
  readonly timeout?: number | undefined;
}

/** Runs a program to its end. Any exit code is an answer; only a program that cannot be started or is too slow throws. */
export function execute(program: string, args: readonly string[], options: ExecuteOptions = {}): Promise<Execution> {
  const { input = '', cwd, env = {}, timeout = 120_000 } = options;
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd, env: { ...process.env, ...env } });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      reject(new Error(`${program} ${args.join(' ')}: no end after ${timeout} ms`));
    }, timeout);
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
    child.stdin.on('error', () => undefined); // a program that does not read its input closes the pipe
    child.stdin.end(input);
    child.on('error', (error) => {
      clearTimeout(timer);
      reject(error);
    });
    child.on('close', (code) => {
      clearTimeout(timer);
      resolve({ status: code ?? 1, stdout: Buffer.concat(out).toString(), stderr: Buffer.concat(err).toString() });
    });
  });
}
