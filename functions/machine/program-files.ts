import { existsSync, readFileSync, realpathSync } from 'node:fs';
import type { ProgramFile } from '../commands/system.ts';

/** Where a standalone executable says that its script is: a file that only it can see. */
const inside = '/$bunfs/';

/** The files that this program consists of, under the names that it has when it is installed. */
export function programFiles(): readonly ProgramFile[] {
  const { execPath, argv } = process;
  const script = argv[1] === undefined || argv[1].startsWith(inside) ? execPath : realpathSync(argv[1]);
  const cache = `${script}.cache`;
  return [
    { name: 'gateway-intent', bytes: readFileSync(script), isExecutable: true },
    ...(existsSync(cache) ? [{ name: 'gateway-intent.cache', bytes: readFileSync(cache), isExecutable: false }] : []),
  ];
}
