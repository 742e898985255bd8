import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { tool } from './tool.ts';

/** The input and output of istiod's traffic simulator are described in tools/istio/sim/{input,run}.go. */
export type SimInput = Readonly<Record<string, unknown>>;
export interface SimOutput {
  readonly fatal?: string;
  readonly sims: readonly Readonly<Record<string, unknown>>[];
  readonly rejected?: readonly { readonly object: string; readonly reason: string }[];
  readonly ignored: readonly { readonly object: string; readonly reason: string }[];
}

export interface Simulator {
  /** Inputs are answered in the order in which they are given; a next one may be given before the last one is answered. */
  simulate(input: SimInput): Promise<SimOutput>;
  stop(): void;
}

/** One running simulator for any number of inputs. */
export function startSimulator(): Simulator {
  const child: ChildProcess = spawn(tool('istio-sim'), ['-'], { stdio: ['pipe', 'pipe', 'inherit'] });
  const waiting: { resolve: (output: SimOutput) => void; reject: (error: Error) => void }[] = [];
  const fail = (error: Error) => waiting.splice(0).map((one) => one.reject(error));
  if (!child.stdout || !child.stdin) throw new Error('istio-sim has no pipes');
  createInterface({ input: child.stdout }).on('line', (line) => waiting.shift()?.resolve(JSON.parse(line) as SimOutput));
  child.on('error', fail);
  child.on('exit', (code) => fail(new Error(`istio-sim ended with ${code}`)));
  return {
    simulate: (input) =>
      new Promise((resolve, reject) => {
        waiting.push({ resolve, reject });
        child.stdin?.write(`${JSON.stringify(input)}\n`);
      }),
    stop: () => child.kill('SIGKILL'),
  };
}
