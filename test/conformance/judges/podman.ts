import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { type ExecuteOptions, type Execution, execute } from './execute.ts';

const configuration = fileURLToPath(new URL('../tools/hosts/containers.conf', import.meta.url));

/** What podman, and hosts that call it, need in their environment. */
export const podmanEnvironment: Readonly<Record<string, string>> = { CONTAINERS_CONF: configuration };

/** Why containers cannot run here, or `undefined` when they can. */
export function missingPodman(): string | undefined {
  const { status } = spawnSync('podman', ['--version'], { stdio: 'ignore' });
  return status === 0 ? undefined : 'podman is missing: apt-get install podman buildah runc netavark fuse-overlayfs uidmap';
}

/** Any podman command. */
export function podman(args: readonly string[], options: ExecuteOptions = {}): Promise<Execution> {
  return execute('podman', args, { ...options, env: { ...podmanEnvironment, ...options.env } });
}

/** Builds an image without a network. There is no registry, so base images are `scratch` or were imported before. */
export function buildImage(tag: string, folder: string, buildArguments: Readonly<Record<string, string>> = {}): Promise<Execution> {
  const values = Object.entries(buildArguments).flatMap(([name, value]) => ['--build-arg', `${name}=${value}`]);
  return podman(['build', '--network', 'none', '--pull=never', '-t', tag, ...values, folder], { timeout: 600_000 });
}

/** Runs an image the way a careful host does: no network, nothing writable, as nobody. */
export function runImage(tag: string, args: readonly string[], input: string): Promise<Execution> {
  return podman(['run', '-i', '--rm', '--pull', 'never', '--network', 'none', '--read-only', '--user', '65534', tag, ...args], { input });
}
