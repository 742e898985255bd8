import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { type Execution, execute } from '../conformance/judges/execute.ts';
import { temporaryFolder } from '../conformance/judges/temporary.ts';
import { suite } from '../suite.ts';
import { intent, kindsIn, kindsOfSmallest } from './packages.ts';
import { root } from './program.ts';

const npm = (args: readonly string[], cwd: string): Promise<Execution> =>
  execute('npm', args, { cwd, env: { npm_config_update_notifier: 'false' }, timeout: 300_000 });

async function good(execution: Promise<Execution>): Promise<string> {
  const { status, stdout, stderr } = await execution;
  assert.is(status, 0, stdout + stderr);
  return stdout;
}

interface Packed {
  readonly filename: string;
  readonly unpackedSize: number;
  readonly files: readonly { readonly path: string; readonly mode: number }[];
}

interface Project {
  readonly folder: string;
  readonly packed: Packed;
}

/** A project that has installed what `npm publish` would publish. */
async function installedProject(): Promise<Project> {
  const folder = temporaryFolder({ 'package.json': '{"name": "user", "private": true, "type": "module"}', 'shop/intent.yaml': intent() });
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  // Scripts are left out because they would build in the folder that other tests use.
  await good(execute(process.execPath, [join(root, 'scripts/build-library.mjs')], { cwd: root }));
  const [packed] = JSON.parse(await good(npm(['pack', '--json', '--ignore-scripts', '--pack-destination', folder], root))) as [Packed];
  await good(npm(['install', '--offline', '--no-audit', '--no-fund', join(folder, packed.filename)], folder));
  return { folder, packed };
}

let one: Promise<Project> | undefined;
const project = (use: (folder: string, packed: Packed) => Promise<void>) => async () => {
  one ??= installedProject();
  const { folder, packed } = await one;
  await use(folder, packed);
};

const user = `import { readFileSync } from 'node:fs';
import { render, gatewayIntent, processResourceList, type Finding, type Rendering } from 'gateway-intent';
const rendering: Rendering = render({ 'intent.yaml': readFileSync('shop/intent.yaml') }, { complete: false });
const findings: readonly Finding[] = rendering.findings;
const failed: boolean = processResourceList('').failed;
console.log(rendering.manifests, findings.length, failed, gatewayIntent.usage.length);
`;

suite('npm package', {
  'holds the program, the library with its types, and nothing that users do not need': project(async (_, { files, unpackedSize }) => {
    const paths = files.map(({ path }) => path);
    for (const path of [
      'dist/gateway-intent.js',
      'dist/index.js',
      'dist/index.d.ts',
      'functions/intent/gateway-intent.schema.yaml',
      'README.md',
      'LICENSE',
      'CHANGELOG.md',
    ])
      assert.ok(paths.includes(path), path);
    const expected = /^(?:dist\/[^/]+|functions\/intent\/gateway-intent\.schema\.yaml|docs\/reference\/.+|[A-Za-z]+\.(?:md|json)|LICENSE)$/;
    assert.equal(
      paths.filter((path) => !expected.test(path)),
      [],
    );
    assert.ok(unpackedSize < 12e6, `${unpackedSize} bytes`);
  }),
  'runs as npx gateway-intent': project(async (folder) => {
    assert.equal(
      kindsIn(await good(execute('npx', ['--no-install', 'gateway-intent', 'render', 'shop'], { cwd: folder }))),
      kindsOfSmallest,
    );
  }),
  'can be imported and required': project(async (folder) => {
    const count = "process.stdout.write(String(render({ 'a.yaml': process.argv[1] }).objects.length))";
    const importing = `import { render } from 'gateway-intent'; ${count}`;
    const requiring = `const { render } = require('gateway-intent'); ${count}`;
    for (const [type, code] of [
      ['module', importing],
      ['commonjs', requiring],
    ] as const)
      assert.is(
        await good(execute(process.execPath, [`--input-type=${type}`, '-e', code, intent()], { cwd: folder })),
        String(kindsOfSmallest.length),
      );
  }),
  'has types that strict users compile against, without any other package': project(async (folder) => {
    writeFileSync(join(folder, 'user.ts'), user);
    const options = [
      '--ignoreConfig',
      '--noEmit',
      '--strict',
      '--module',
      'nodenext',
      '--target',
      'es2022',
      '--types',
      'node',
      '--typeRoots',
      join(root, 'node_modules/@types'),
    ];
    const tsc = (file: string) =>
      execute(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), ...options, file], { cwd: folder });
    await good(tsc('user.ts'));
    writeFileSync(join(folder, 'wrong.ts'), user.replace('complete: false', 'complet: false'));
    assert.is.not((await tsc('wrong.ts')).status, 0);
  }),
});
