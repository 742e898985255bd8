import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { type Execution, execute } from '../conformance/judges/execute.ts';
import { kustomizeBuild } from '../conformance/judges/kustomize.ts';
import { temporaryFolder, withFiles } from '../conformance/judges/temporary.ts';
import { missingTool } from '../conformance/judges/tool.ts';
import { suite } from '../suite.ts';
import { hostSuite } from './host-suite.ts';
import { signatureOf } from './mach-o.ts';
import { filesOf, intent, kindsIn, kindsOfSmallest } from './packages.ts';
import { gatewayIntent, programFolder, root } from './program.ts';

const { ownTarget, runtimePath, targets } = (await import(join(root, 'scripts/standalone/runtimes.mjs'))) as {
  readonly ownTarget: string;
  readonly targets: Readonly<Record<string, object>>;
  runtimePath(target: string): string;
};

const missing = [ownTarget, ...Object.keys(targets)]
  .filter((target) => !(target in targets) || !existsSync(runtimePath(target)))
  .map((target) => `the runtime of ${target} is missing: npm run build:standalone`)[0];

const folder = temporaryFolder();
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
const builder = join(root, 'scripts/build-standalone.mjs');
const build = (to: string, ...wanted: string[]): Promise<Execution> =>
  execute(process.execPath, [builder, ...wanted, '--to', to], { timeout: 300_000 });
const executable = (target: string, from = folder): string => join(from, `gateway-intent-${target}`);
const own = executable(ownTarget);

/** Runs the executable where there is nothing: no Node, no HOME, no settings. */
const alone = (args: readonly string[], options: { readonly input?: string; readonly cwd?: string } = {}): Promise<Execution> =>
  execute('env', ['-i', 'PATH=/nonexistent', own, ...args], options);

const digest = (path: string): string => createHash('sha256').update(readFileSync(path)).digest('hex');

hostSuite('standalone executables', missing, {
  async 'are built by one command, with their checksums'() {
    const { status, stderr } = await build(folder);
    assert.is(status, 0, stderr);
    assert.equal(Object.keys(targets).sort(), ['darwin-amd64', 'darwin-arm64', 'linux-amd64', 'linux-arm64']);
    for (const target of Object.keys(targets)) {
      const { size, mode } = statSync(executable(target));
      assert.ok(size < 125e6 && (mode & 0o111) === 0o111, `${target}: ${size} bytes`);
    }
    assert.is((await execute('sha256sum', ['--check', '--quiet', 'SHA256SUMS'], { cwd: folder })).status, 0);
    const unknown = await build(folder, 'plan9-amd64');
    assert.is(unknown.status, 2);
    assert.match(unknown.stderr, 'there is no target "plan9-amd64"');
  },
  async 'are the same when they are built again, elsewhere'() {
    await withFiles({}, async (other) => {
      const { status, stderr } = await build(join(other, 'deep/er'), ownTarget);
      assert.is(status, 0, stderr);
      assert.is(digest(executable(ownTarget, join(other, 'deep/er'))), digest(own));
    });
  },
  'say what the script says, without Node and without a home': () =>
    withFiles({ 'intent.yaml': intent(), 'other.yaml': intent('other', 'other', '"*"') }, async (cwd) => {
      for (const args of [['render', '.'], ['lint', '.', '-o', 'json'], ['cmp', 'generate'], ['--help'], ['--version'], ['wrong']])
        assert.equal(await alone(args, { cwd }), await gatewayIntent(args, { cwd }), args.join(' '));
      const input = `apiVersion: config.kubernetes.io/v1\nkind: ResourceList\nitems:\n${intent().replace(/^/gm, '  ').replace('  ', '- ').trimEnd()}\n`;
      assert.equal(await alone([], { input }), await gatewayIntent([], { input }));
    }),
  'take no settings from the folder where they run': () =>
    withFiles(
      {
        '.env': 'DEBUG=1\n',
        'bunfig.toml': 'preload = ["./evil.js"]\n',
        'evil.js': 'console.log("evil")\n',
        'package.json': '{',
        'tsconfig.json': '{',
      },
      async (cwd) => assert.is((await alone(['--version'], { cwd })).stdout, (await gatewayIntent(['--version'])).stdout),
    ),
  'start faster than the script': async () => {
    const best = async (run: () => Promise<Execution>) => {
      let fastest = Number.POSITIVE_INFINITY;
      for (let count = 0; count < 7; count++) {
        const before = performance.now();
        assert.is((await run()).status, 0);
        fastest = Math.min(fastest, performance.now() - before);
      }
      return fastest;
    };
    const [script, program] = [await best(() => gatewayIntent(['--version'])), await best(() => alone(['--version']))];
    assert.ok(program < script, `script ${script.toFixed(0)} ms, executable ${program.toFixed(0)} ms`);
  },
  'for macOS are signed as the kernel wants it'() {
    for (const target of ['darwin-amd64', 'darwin-arm64']) {
      const file = readFileSync(executable(target));
      const signature = signatureOf(file);
      assert.ok(signature?.isAdHoc && signature.pages > 20_000, target);
      assert.is(signature?.broken, 0, target);
      assert.is(signature?.brokenParts, 0, target);
      file.writeUInt8(file.readUInt8(50_000_000) ^ 1, 50_000_000);
      assert.is(signatureOf(file)?.broken, 1);
    }
  },
  'install themselves': () =>
    withFiles({ 'intent.yaml': intent() }, async (cwd) => {
      assert.is((await alone(['install', 'bin'], { cwd })).stdout, 'installed: bin/gateway-intent\n');
      assert.equal(Object.keys(filesOf(join(cwd, 'bin'))), ['gateway-intent']);
      assert.is(digest(join(cwd, 'bin/gateway-intent')), digest(own));
      assert.equal(kindsIn((await execute(join(cwd, 'bin/gateway-intent'), ['render'], { cwd })).stdout), kindsOfSmallest);
    }),
});

const emulator = '/usr/bin/qemu-aarch64-static';
const arm = process.env.GATEWAY_INTENT_ARM64_ROOT ?? '/usr/aarch64-linux-gnu';
const unemulated =
  missing ??
  (existsSync(emulator) && existsSync(join(arm, 'lib/ld-linux-aarch64.so.1'))
    ? undefined
    : 'qemu-user-static or libc6-arm64-cross is missing');

hostSuite('standalone executables: the other processor', unemulated, {
  'says the same': () =>
    withFiles({ 'intent.yaml': intent() }, async (cwd) => {
      const args = ['-L', arm, executable('linux-arm64'), 'render', '.'];
      assert.equal(await execute(emulator, args, { cwd, timeout: 60_000 }), await gatewayIntent(['render', '.'], { cwd }));
    }),
});

const installed = ['gateway-intent', 'gateway-intent.cache'];

suite('install', {
  'copies the program, whole or not at all, into a folder that need not be there': () =>
    withFiles({ 'intent.yaml': intent() }, async (cwd) => {
      for (let run = 0; run < 2; run++) {
        const { status, stdout } = await gatewayIntent(['install', 'some/bin/'], { cwd });
        assert.is(status, 0);
        assert.is(stdout, 'installed: some/bin/gateway-intent\n');
      }
      const files = Object.keys(filesOf(join(cwd, 'some/bin')));
      assert.ok(files.every((name) => installed.includes(name)) && files.includes('gateway-intent'), files.join());
      const program = join(cwd, 'some/bin/gateway-intent');
      assert.equal(kindsIn((await execute(program, ['render'], { cwd })).stdout), kindsOfSmallest);
      const again = await execute(program, ['install', 'copy'], { cwd });
      assert.is(again.status, 0, again.stderr);
      assert.is(digest(join(cwd, 'copy/gateway-intent')), digest(program));
    }),
  'needs one folder, into which it may write': () =>
    withFiles({ file: '' }, async (cwd) => {
      for (const [args, says] of [
        [[], 'name the folder'],
        [['a', 'b'], '"b" is one folder too many'],
        [['file'], /^gateway-intent: "[^"]+": a file stands in the place of a folder \(E(?:NOTDIR|EXIST)\)\n$/],
      ] as const) {
        const { status, stderr } = await gatewayIntent(['install', ...args], { cwd });
        assert.is(status, 2);
        assert.match(stderr, says);
      }
    }),
});

const generator = {
  'kustomization.yaml': 'generators: [intent.yaml]\n',
  'intent.yaml': intent().replace(/ {2}annotations:\n.*\n/, ''),
};

hostSuite('install: as a plugin of Kustomize', missingTool('kustomize'), {
  'is found by kustomize and kubectl without a permission to execute': () =>
    withFiles(generator, async (cwd) => {
      const plugins = join(cwd, 'plugins');
      mkdirSync(plugins);
      const { status, stdout } = await gatewayIntent(['install', '--kustomize', plugins]);
      assert.is(status, 0);
      assert.match(stdout, `${plugins}/gatewayintent.dev/v1alpha1/gatewayintent/GatewayIntent\n`);
      const env = { KUSTOMIZE_PLUGIN_HOME: plugins, PATH: `${process.env.PATH}:${programFolder}` };
      const kubectl = execute('kubectl', ['kustomize', '--enable-alpha-plugins', cwd], { env });
      for (const build of [kustomizeBuild(cwd, env), kubectl]) {
        const { status: built, stdout: manifests, stderr } = await build;
        assert.is(built, 0, stderr);
        assert.equal(kindsIn(manifests), kindsOfSmallest);
      }
    }),
});
