import { chmodSync, mkdirSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Writes a file whole or not at all: whoever reads it meanwhile, or after this process was killed, finds the text from before or the new one. A link stays one,
 * and a file keeps its mode.
 */
export function writeFile(path: string, content: string | Uint8Array, isExecutable = false): void {
  mkdirSync(dirname(path), { recursive: true });
  const before = statSync(path, { throwIfNoEntry: false });
  const place = before === undefined ? path : realpathSync(path);
  const draft = `${place}.${process.pid}.tmp`;
  try {
    writeFileSync(draft, content);
    if (isExecutable) chmodSync(draft, 0o755);
    else if (before !== undefined) chmodSync(draft, before.mode);
    renameSync(draft, place);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}
