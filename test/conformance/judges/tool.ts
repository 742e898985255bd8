import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const installer = fileURLToPath(new URL('../tools/install.sh', import.meta.url));
const folders = new Map<string, string>();

/** The folder that `tools/install.sh NAME` built. Throws an error that names the command which builds it, when it is not there. */
export function toolFolder(name: string): string {
  const known = folders.get(name);
  if (known) return known;
  const { status, stdout, stderr } = spawnSync(installer, ['--where', name], { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr.trim());
  folders.set(name, stdout.trim());
  return stdout.trim();
}

/** The path of a built program. */
export function tool(name: string, program = name): string {
  return join(toolFolder(name), program);
}

/** Why a built program cannot be used on this machine, or `undefined` when it can. */
export function missingTool(name: string): string | undefined {
  try {
    toolFolder(name);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}
