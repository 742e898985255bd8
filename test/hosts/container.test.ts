import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { type Execution, execute } from '../conformance/judges/execute.ts';
import { type Kpt, kpts } from '../conformance/judges/kpt.ts';
import { kustomizeBuild } from '../conformance/judges/kustomize.ts';
import { missingPodman, podman, podmanEnvironment, runImage } from '../conformance/judges/podman.ts';
import { withFiles } from '../conformance/judges/temporary.ts';
import { missingTool, tool, toolFolder } from '../conformance/judges/tool.ts';
import { builderImage, libcImage, libraryFolders, type Processor } from './base-images.ts';
import { hostSuite } from './host-suite.ts';
import { filesOf, intent, kindsIn, kindsOfSmallest, kptfile } from './packages.ts';
import { gatewayIntent, root } from './program.ts';

const { runtimePath } = (await import(join(root, 'scripts/standalone/runtimes.mjs'))) as { runtimePath(target: string): string };

/** kpt puts a registry of its own before names without a slash. */
const image = 'localhost/gateway-intent-test';
const runtimes = ['linux-amd64', 'linux-arm64'].map(runtimePath);
const emulator = '/usr/bin/qemu-aarch64-static';
const reasons = [
  process.arch === 'x64' ? undefined : 'the images of these tests are built on amd64',
  runtimes.every((path) => existsSync(path)) ? undefined : 'the runtimes are missing: npm run build:standalone',
  ...Object.values(libraryFolders).map((folder) =>
    existsSync(folder) ? undefined : `${folder} is missing: apt-get install libc6-arm64-cross`,
  ),
];
const missing = missingPodman() ?? reasons.find((reason) => reason !== undefined);

let imported: Promise<string> | undefined;
function builder(): Promise<string> {
  imported ??= builderImage(runtimes);
  return imported;
}
process.on('exit', () => {
  const tags = ['amd64', 'arm64'].flatMap((processor) => [`${image}:${processor}`, `gateway-intent-test-libc-${processor}`]);
  const env = { ...process.env, ...podmanEnvironment };
  if (imported !== undefined)
    spawnSync('podman', ['rmi', '--ignore', '--force', 'gateway-intent-test-builder', ...tags], { stdio: 'ignore', env });
});

/** The image of a processor, built as the Dockerfile says but from base images of this machine. Its identity. */
async function built(processor: Processor): Promise<string> {
  // Builders of podman 4 do not know their own platform.
  const bases = { BUILDER: await builder(), LIBC: await libcImage(processor), BUILDPLATFORM: 'linux/amd64' };
  const values = Object.entries(bases).flatMap(([name, value]) => ['--build-arg', `${name}=${value}`]);
  const tag = `${image}:${processor}`;
  const platform = ['--platform', `linux/${processor}`];
  const args = [
    'build',
    '--network',
    'none',
    '--pull=never',
    '--layers=false',
    '--timestamp',
    '0',
    ...platform,
    ...values,
    '-t',
    tag,
    root,
  ];
  const { status, stdout, stderr } = await podman(args, { timeout: 900_000 });
  assert.is(status, 0, stderr.slice(-2000));
  return stdout.trim().split('\n').at(-1) as string;
}

interface Inspection {
  readonly Size: number;
  readonly Architecture: string;
  readonly Config: { readonly User: string; readonly Entrypoint: readonly string[]; readonly Labels: Readonly<Record<string, string>> };
}

async function inspect(processor: Processor): Promise<Inspection> {
  const { stdout } = await podman(['image', 'inspect', `${image}:${processor}`]);
  return (JSON.parse(stdout) as [Inspection])[0];
}

const amd64 = `${image}:amd64`;
const list = `apiVersion: config.kubernetes.io/v1\nkind: ResourceList\nitems:\n${intent().replace(/^/gm, '  ').replace('  ', '- ').trimEnd()}\n`;
let first = '';
const careful = ['run', '-i', '--rm', '--pull', 'never', '--network', 'none', '--read-only', '--cap-drop', 'ALL'];

hostSuite('container image', missing, {
  async 'is built by the Dockerfile, small and labelled'() {
    first = await built('amd64');
    const { Size, Architecture, Config } = await inspect('amd64');
    assert.ok(Size < 130e6, `${Size} bytes`);
    assert.is(Architecture, 'amd64');
    assert.is(Config.User, '65534:65534');
    assert.equal(Config.Entrypoint, ['/usr/local/bin/gateway-intent']);
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
    assert.is(Config.Labels['org.opencontainers.image.version'], version);
    for (const label of ['title', 'description', 'licenses']) assert.ok(Config.Labels[`org.opencontainers.image.${label}`], label);
  },
  async 'runs as any user, without network, home, rights and anything writable'() {
    const expected = await gatewayIntent([], { input: list });
    assert.equal(await runImage(amd64, [], list), expected);
    for (const user of ['999', '4242:4242', 'nobody', '0']) {
      const execution = await podman([...careful, '--user', user, '--env', 'HOME=', amd64], { input: list });
      assert.equal(execution, expected, user);
    }
  },
  async 'documents itself, and does every step'() {
    assert.match((await runImage(amd64, ['--help'], '')).stdout, 'kind: GatewayIntent');
    assert.is((await runImage(amd64, ['--version'], '')).stdout, (await gatewayIntent(['--version'])).stdout);
    assert.equal(await runImage(amd64, ['validate'], list), await gatewayIntent(['validate'], { input: list }));
  },
  async 'installs its program where there is neither shell nor Node'() {
    await withFiles({}, async (folder) => {
      chmodSync(folder, 0o777);
      const { status, stderr } = await podman([...careful, '--volume', `${folder}:/tools`, amd64, 'install', '--kustomize', '/tools']);
      assert.is(status, 0, stderr);
      assert.is(
        (await execute(join(folder, 'gateway-intent'), ['--version'], { env: { PATH: '/nonexistent' } })).stdout,
        'gateway-intent 0.1.0\n',
      );
      assert.ok(existsSync(join(folder, 'gatewayintent.dev/v1alpha1/gatewayintent/GatewayIntent')));
    });
  },
  async 'ends at SIGTERM, as the first process of its container'() {
    const name = `gateway-intent-test-${process.pid}`;
    const child = spawn('podman', [...careful, '--name', name, amd64], {
      env: { ...process.env, ...podmanEnvironment },
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    const ended = new Promise((resolve) => child.on('exit', resolve));
    child.stdin.write(list.slice(0, 200)); // and no end
    for (let tries = 0; tries < 100 && (await podman(['inspect', '--format', '{{.State.Running}}', name])).stdout !== 'true\n'; tries++);
    await new Promise((resolve) => setTimeout(resolve, 500));
    const before = Date.now();
    await podman(['kill', '--signal', 'TERM', name]);
    await ended;
    assert.ok(Date.now() - before < 5000, `${Date.now() - before} ms`);
  },
  async 'is the same when it is built again'() {
    assert.is(await built('amd64'), first);
  },
});

const unemulated = missing ?? (existsSync(emulator) ? undefined : `${emulator} is missing: apt-get install qemu-user-static`);

hostSuite('container image for arm64', unemulated, {
  async 'is built on another processor, and runs on its own'() {
    await built('arm64');
    const { Architecture, Size } = await inspect('arm64');
    assert.is(Architecture, 'arm64');
    assert.ok(Size < 130e6, `${Size} bytes`);
    const { stdout } = await podman(['image', 'mount', `${image}:arm64`]);
    try {
      const mounted = stdout.trim();
      const execution = await execute(emulator, ['-L', mounted, join(mounted, 'usr/local/bin/gateway-intent')], { input: list });
      assert.equal(execution, await gatewayIntent([], { input: list }));
    } finally {
      await podman(['image', 'unmount', `${image}:arm64`]);
    }
  },
});

async function renderedBy(kpt: Kpt): Promise<void> {
  await withFiles({ Kptfile: kptfile(`  mutators:\n  - image: ${amd64}\n`), 'intent.yaml': intent() }, async (folder) => {
    const { status, stdout, stderr } = await kpt.run(['fn', 'render', folder, '--image-pull-policy=never']);
    assert.is(status, 0, `kpt ${kpt.version}: ${stdout}${stderr}`);
    const files = Object.entries(filesOf(folder)).filter(([path]) => path.startsWith('generated/'));
    assert.equal(kindsIn(files.map(([, text]) => text).join('---\n')), kindsOfSmallest);
  });
}

hostSuite('container image: kpt', missing ?? (kpts().length > 0 ? undefined : 'kpt is missing'), {
  async 'renders with it'() {
    for (const kpt of kpts()) await renderedBy(kpt);
  },
});

/** Kustomize calls `docker`, whatever it is. */
function dockerFolder(folder: string): string {
  mkdirSync(join(folder, 'bin'));
  writeFileSync(join(folder, 'bin/docker'), '#!/bin/sh\nexec podman "$@"\n', { mode: 0o755 });
  return join(folder, 'bin');
}

hostSuite('container image: Kustomize', missing ?? missingTool('kustomize'), {
  'builds with it, in kubectl too': () =>
    withFiles(
      {
        'package/kustomization.yaml': 'generators: [intent.yaml]\n',
        'package/intent.yaml': intent().replace(
          'config.kubernetes.io/local-config: "true"',
          `config.kubernetes.io/function: |\n      container: {image: "${amd64}"}`,
        ),
      },
      async (folder) => {
        const env = { ...podmanEnvironment, PATH: `${dockerFolder(folder)}:${process.env.PATH}` };
        const place = join(folder, 'package');
        const builds: Execution[] = [
          await kustomizeBuild(place, env),
          await execute('kubectl', ['kustomize', '--enable-alpha-plugins', place], { env }),
        ];
        for (const { status, stdout, stderr } of builds) {
          assert.is(status, 0, stderr);
          assert.equal(kindsIn(stdout), kindsOfSmallest);
        }
      },
    ),
});

const inSidecar = (folder: string): ChildProcess =>
  spawn(
    'podman',
    [
      ...[...careful, '--user', '999', '--tmpfs', '/tmp:mode=1777', '--entrypoint', '/var/run/argocd/argocd-cmp-server'],
      ...['--volume', `${toolFolder('cmp')}:/var/run/argocd:ro`, '--volume', `${folder}:/home/argocd/cmp-server/plugins`, amd64],
    ],
    { env: { ...process.env, ...podmanEnvironment }, stdio: ['ignore', 'ignore', 'pipe'] },
  );

hostSuite('container image: sidecar of Argo CD', missing ?? missingTool('cmp'), {
  'serves the plugin that is baked in': () =>
    withFiles({ 'repository/app/intent.yaml': intent(), 'sockets/none': '' }, async (folder) => {
      const sockets = join(folder, 'sockets');
      chmodSync(sockets, 0o777);
      const server = inSidecar(sockets);
      let log = '';
      server.stderr?.on('data', (chunk: Buffer) => {
        log += chunk.toString();
      });
      try {
        const socket = join(sockets, 'gateway-intent.sock');
        for (const end = Date.now() + 30_000; !existsSync(socket) && Date.now() < end; )
          await new Promise((resolve) => setTimeout(resolve, 50));
        const repository = join(folder, 'repository');
        const { status, stdout, stderr } = await execute(tool('cmp', 'cmp-client'), [socket, repository, join(repository, 'app')]);
        assert.is(status, 0, `${stderr}\n${log}`);
        const { manifests } = JSON.parse(stdout) as { manifests: string[] };
        assert.equal(manifests.map((text) => (JSON.parse(text) as { kind: string }).kind).sort(), kindsOfSmallest);
      } finally {
        server.kill('SIGKILL');
        await podman(['rm', '--all', '--force', '--filter', `ancestor=${amd64}`]);
      }
    }),
});
