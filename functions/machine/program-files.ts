import { existsSync, readFileSync, realpathSync } from 'node:fs';
import type { ProgramFile } from '../commands/system.ts';

/** The files that this program consists of, under the names that it has when it is installed. */
export function programFiles(): readonly ProgramFile[] {
  const { execPath, argv } = process;
  // A standalone executable is its own runtime: it has no script of its own beside it.
  const script = argv[1] !== undefined && existsSync(argv[1]) ? realpathSync(argv[1]) : execPath;
  const cache = `${script}.cache`;
  return [
    { name: 'gateway-intent', bytes: readFileSync(script), isExecutable: true },
    ...(existsSync(cache) ? [{ name: 'gateway-intent.cache', bytes: readFileSync(cache), isExecutable: false }] : []),
  ];
}
