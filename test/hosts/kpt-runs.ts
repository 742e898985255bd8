import * as assert from 'uvu/assert';
import type { Execution } from '../conformance/judges/execute.ts';
import { type Kpt, kpts } from '../conformance/judges/kpt.ts';
import { withFiles } from '../conformance/judges/temporary.ts';
import { filesOf, kptfile } from './packages.ts';
import { installed } from './program.ts';

export const mutator = kptfile('  mutators:\n  - exec: gateway-intent\n');
/** Every kpt of the machine, but the installed one only once where that is the one that was built. */
export const all = kpts();
export const missing = all.length > 0 ? undefined : 'kpt is missing';

export type Files = Readonly<Record<string, string>>;
export type Use = (folder: string, kpt: Kpt) => Promise<void>;

/** The same test with every kpt. */
export const each =
  (files: Files, use: Use): (() => Promise<void>) =>
  async () => {
    for (const kpt of all)
      await withFiles(files, async (folder) => {
        try {
          await use(folder, kpt);
        } catch (error) {
          (error as Error).message = `kpt ${kpt.version}: ${(error as Error).message}`;
          throw error;
        }
      });
  };

/** The one that is built here has the commands of kpt, and not the flags of all commands. */
export const isWhole = ({ version }: Kpt): boolean => version !== '1.0.0-beta.60';
export const untruncated = (kpt: Kpt): string[] => (isWhole(kpt) ? ['--truncate-output=false'] : []);

export const render = (kpt: Kpt, folder: string, ...more: string[]): Promise<Execution> =>
  kpt.run(['fn', 'render', folder, '--allow-exec', ...untruncated(kpt), ...more], { env: installed, cwd: '/' });

export async function good(execution: Promise<Execution>): Promise<string> {
  const { status, stdout, stderr } = await execution;
  assert.is(status, 0, stdout + stderr);
  return stdout + stderr;
}

export async function bad(execution: Promise<Execution>): Promise<string> {
  const { status, stdout, stderr } = await execution;
  assert.is.not(status, 0, stdout + stderr);
  return stdout + stderr;
}

/** What newer versions write into the Kptfile after a render is theirs. */
export function ownFiles(folder: string): Record<string, string> {
  const { Kptfile: _, ...files } = filesOf(folder);
  return files;
}

export const generated = (files: Readonly<Record<string, string>>): string[] =>
  Object.keys(files).filter((path) => path.includes('generated/'));

export const evaluate = (kpt: Kpt, folder: string, ...more: string[]): Promise<Execution> =>
  kpt.run(['fn', 'eval', folder, '--exec', 'gateway-intent', ...untruncated(kpt), ...more], { env: installed, cwd: '/' });
