import { spawnSync } from 'node:child_process';
import { type ExecuteOptions, type Execution, execute } from './execute.ts';
import { podmanEnvironment } from './podman.ts';
import { missingTool, tool } from './tool.ts';

/** A kpt: the one of the machine, or the newer one that `tools/install.sh kpt` builds (its `fn` and `pkg` commands). */
export interface Kpt {
  readonly version: string;
  run(args: readonly string[], options?: ExecuteOptions): Promise<Execution>;
}

/** Every kpt that there is on this machine. Container functions run with podman and are never pulled. */
export function kpts(): readonly Kpt[] {
  const installed = spawnSync('kpt', ['version'], { encoding: 'utf8' });
  return [
    ...(installed.status === 0 ? [kpt(installed.stdout.trim(), 'kpt')] : []),
    ...(missingTool('kpt') === undefined ? [kpt('1.0.0-beta.60', tool('kpt'))] : []),
  ];
}

function kpt(version: string, program: string): Kpt {
  // the name of the variable changed between the versions
  const runtime = { ...podmanEnvironment, KPT_FN_RUNTIME: 'podman', KRM_FN_RUNTIME: 'podman' };
  return { version, run: (args, options = {}) => execute(program, args, { ...options, env: { ...runtime, ...options.env } }) };
}

/** Arguments of `kpt fn render` for exec functions and for container images that are already here. */
export const renderArguments: readonly string[] = ['fn', 'render', '--allow-exec', '--image-pull-policy=never'];
