import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execute } from './execute.ts';
import { freePorts } from './free-ports.ts';
import { temporaryFolder, withFiles } from './temporary.ts';
import { tool } from './tool.ts';

/** What Envoy says of a bootstrap configuration; `undefined`: it is good. */
export function validateEnvoy(bootstrap: unknown): Promise<string | undefined> {
  return withFiles({ 'envoy.json': JSON.stringify(bootstrap) }, async (folder) => {
    const { status, stderr } = await execute(tool('envoy'), ['--mode', 'validate', '-l', 'critical', '-c', join(folder, 'envoy.json')]);
    return status === 0 ? undefined : stderr.trim();
  });
}

export interface RunningEnvoy {
  /** The base URL of its admin interface. */
  readonly admin: string;
  stop(): void;
}

/** Starts a real Envoy; its configuration must listen on the loopback interface only. Ready after about 0.3 s. */
export async function startEnvoy(bootstrap: Readonly<Record<string, unknown>>): Promise<RunningEnvoy> {
  const folder = temporaryFolder();
  const [port = 0] = await freePorts(1);
  const admin = { address: { socketAddress: { address: '127.0.0.1', portValue: port } } };
  writeFileSync(join(folder, 'envoy.json'), JSON.stringify({ ...bootstrap, admin }));
  const log = join(folder, 'envoy.log');
  const child = spawn(tool('envoy'), ['-c', join(folder, 'envoy.json'), '--use-dynamic-base-id', '--concurrency', '1', '--log-path', log], {
    stdio: 'ignore',
  });
  const stop = () => {
    process.off('exit', stop);
    child.kill('SIGKILL');
  };
  process.once('exit', stop);
  const url = `http://127.0.0.1:${port}`;
  for (const end = Date.now() + 20_000; ; await new Promise((resolve) => setTimeout(resolve, 30))) {
    const ready = await fetch(`${url}/ready`).catch(() => undefined);
    if (ready?.ok) return { admin: url, stop };
    if (child.exitCode !== null || Date.now() > end) {
      stop();
      throw new Error(`envoy is not ready: ${readFileSync(log, 'utf8').slice(-2000)}`);
    }
  }
}
