import { copyFileSync, cpSync, existsSync, mkdirSync, readdirSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { execute } from '../conformance/judges/execute.ts';
import { podman } from '../conformance/judges/podman.ts';
import { withFiles } from '../conformance/judges/temporary.ts';
import { root } from './program.ts';

export const libraryFolders = { amd64: '/usr/lib/x86_64-linux-gnu', arm64: '/usr/aarch64-linux-gnu/lib' } as const;
export type Processor = keyof typeof libraryFolders;

const triplets = { amd64: 'x86_64', arm64: 'aarch64' } as const;
const libraries = /^(?:ld-linux-.*|lib(?:c|dl|m|pthread|resolv)\.so\.\d)$/;

/** There is no registry where tests run: base images are made from the machine itself. The tag of one that has the C library of a processor. */
export async function libcImage(processor: Processor): Promise<string> {
  const from = libraryFolders[processor];
  const to = `usr/lib/${triplets[processor]}-linux-gnu`;
  return imported(`gateway-intent-test-libc-${processor}`, processor, (folder) => {
    mkdirSync(join(folder, to), { recursive: true });
    for (const file of readdirSync(from).filter((name) => libraries.test(name)))
      copyFileSync(realpathSync(join(from, file)), join(folder, to, file));
  });
}

/** What of node_modules no build needs. */
const unneeded = /^(?:typescript|@typescript|@biomejs|@kubernetes|fast-check|\.cache)$/;

/** The tag of an image with Node, a shell, the packages of this project, and the runtimes of its executables. */
export async function builderImage(runtimes: readonly string[]): Promise<string> {
  const programs = ['/bin/sh', process.execPath];
  const needed = (await Promise.all(programs.map(librariesOf))).flat();
  return imported('gateway-intent-test-builder', 'amd64', (folder) => {
    for (const file of [...programs, ...needed]) place(file, join(folder, file));
    place(process.execPath, join(folder, 'usr/bin/node'));
    for (const name of readdirSync(join(root, 'node_modules')).filter((each) => !unneeded.test(each)))
      cpSync(join(root, 'node_modules', name), join(folder, 'src/node_modules', name), { recursive: true });
    for (const runtime of runtimes) place(runtime, join(folder, 'cache', ...runtime.split('/').slice(-2)));
  });
}

function place(from: string, to: string): void {
  if (existsSync(to)) return;
  mkdirSync(dirname(to), { recursive: true });
  copyFileSync(realpathSync(from), to);
}

async function librariesOf(program: string): Promise<string[]> {
  const { stdout } = await execute('ldd', [program]);
  return [...stdout.matchAll(/(?:=> )?(\/\S+) \(0x/g)].map((found) => found[1] as string);
}

async function imported(tag: string, processor: Processor, fill: (folder: string) => void): Promise<string> {
  return withFiles({}, async (folder) => {
    fill(join(folder, 'root'));
    const archive = join(folder, 'root.tar');
    await done(execute('tar', ['cf', archive, '-C', join(folder, 'root'), '.']));
    await done(podman(['import', '--os', 'linux', '--arch', processor, archive, tag]));
    return tag;
  });
}

async function done(execution: ReturnType<typeof execute>): Promise<void> {
  const { status, stderr } = await execution;
  if (status !== 0) throw new Error(stderr);
}
