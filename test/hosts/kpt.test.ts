import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as assert from 'uvu/assert';
import { withFiles } from '../conformance/judges/temporary.ts';
import { missingTool } from '../conformance/judges/tool.ts';
import { suite } from '../suite.ts';
import { dockerStandIn } from './docker-stand-in.ts';
import { foreign } from './foreign.ts';
import { hostSuite } from './host-suite.ts';
import { all, bad, each, evaluate, type Files, generated, good, isWhole, missing, mutator, ownFiles, render } from './kpt-runs.ts';
import { filesOf, intent, kindsIn, kindsOfSmallest, kptfile } from './packages.ts';
import { program, root } from './program.ts';

const sub = (name: string): Files => ({
  [`${name}/Kptfile`]: kptfile('  mutators:\n  - exec: gateway-intent\n', name),
  [`${name}/intent.yaml`]: intent(),
});

hostSuite('kpt: packages that are sets of their own', missing, {
  'are told apart with a setting: the same intent may be in several': each(
    { Kptfile: mutator, 'intent.yaml': intent(), ...sub('test'), ...sub('production') },
    async (folder, kpt) => {
      assert.match(await bad(render(kpt, folder)), 'GatewayIntent "shop/shop" is written twice');
      writeFileSync(join(folder, 'Kptfile'), kptfile('  mutators:\n  - exec: gateway-intent\n    configMap: {packages: own}\n'));
      await good(render(kpt, folder));
      const files = ownFiles(folder);
      assert.is(generated(files).length, 3 * kindsOfSmallest.length);
      await good(render(kpt, folder));
      assert.equal(ownFiles(folder), files);
    },
  ),
});

/** This repository as somebody gets it who clones it, but with a few samples only. */
function clone(to: string): void {
  const { stdout } = spawnSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { cwd: root, encoding: 'utf8' });
  const files = stdout.split('\n').filter((file) => existsSync(join(root, file)) && statSync(join(root, file)).isFile());
  for (const file of files.filter((name) => !name.startsWith('samples/') || /^samples\/(?:smallest|egress|delegation)\//.test(name))) {
    mkdirSync(dirname(join(to, file)), { recursive: true });
    cpSync(join(root, file), join(to, file));
  }
}

hostSuite('kpt: the Kptfile of this repository', missing, {
  'renders every sample of a clone, and renders nothing anew the second time': each({}, async (folder, kpt) => {
    clone(folder);
    const before = filesOf(folder);
    await good(render(kpt, folder));
    const files = filesOf(folder);
    const added = Object.keys(files).filter((path) => !(path in before));
    for (const sample of ['smallest', 'egress', 'delegation'])
      assert.ok(added.filter((path) => path.startsWith(`samples/${sample}/`)).length >= 9, sample);
    assert.ok(added.every((path) => path.startsWith('samples/')));
    const changed = Object.keys(before).filter((path) => files[path] !== before[path] && !path.endsWith('Kptfile'));
    assert.equal(
      changed.filter((path) => !path.startsWith('samples/')),
      [],
    );
    await good(render(kpt, folder));
    assert.equal(filesOf(folder), files);
  }),
  'renders an intent that is put beside it': each(
    { Kptfile: readFileSync(join(root, 'Kptfile'), 'utf8'), 'intent.yaml': intent() },
    async (folder, kpt) => {
      await good(render(kpt, folder));
      assert.is(generated(ownFiles(folder)).length, kindsOfSmallest.length);
    },
  ),
});

hostSuite('kpt: eval', missing, {
  'needs no Kptfile': each({ 'apps/intent.yaml': intent() }, async (folder, kpt) => {
    await good(evaluate(kpt, folder));
    const files = filesOf(folder);
    assert.is(generated(files).length, kindsOfSmallest.length);
    await good(evaluate(kpt, folder));
    assert.equal(filesOf(folder), files);
  }),
  'takes settings as arguments': each({ 'intent.yaml': intent() }, async (folder, kpt) => {
    await good(evaluate(kpt, folder, '--', 'step=validate'));
    assert.equal(Object.keys(filesOf(folder)), ['intent.yaml']);
    assert.match(await bad(evaluate(kpt, folder, '--', 'step=validat')), 'did you mean "validate"');
  }),
  'takes an intent that lies elsewhere': each({ 'package/foreign.yaml': foreign, 'intent.yaml': intent() }, async (folder, kpt) => {
    await good(evaluate(kpt, join(folder, 'package'), '--fn-config', join(folder, 'intent.yaml')));
    const files = filesOf(join(folder, 'package'));
    assert.is(generated(files).length, kindsOfSmallest.length);
    await good(evaluate(kpt, join(folder, 'package'), '--fn-config', join(folder, 'intent.yaml')));
    assert.equal(filesOf(join(folder, 'package')), files);
  }),
  'prints a stream, when it is asked to': each({ 'intent.yaml': intent() }, async (folder, kpt) => {
    const { status, stdout } = await evaluate(kpt, folder, '-o', 'unwrap');
    assert.is(status, 0);
    assert.equal(
      kindsIn(stdout).filter((kind) => kind !== 'GatewayIntent'),
      kindsOfSmallest,
    );
    assert.not.match(stdout, 'internal.config.kubernetes.io');
    assert.equal(Object.keys(filesOf(folder)), ['intent.yaml']);
  }),
});

hostSuite('kpt: container form', missing, {
  'gives the same files as the executable, by the very call that kpt makes': each(
    { 'image/Kptfile': kptfile('  mutators:\n  - image: example.com/gateway-intent:1\n'), 'image/intent.yaml': intent() },
    async (folder, kpt) => {
      const docker = dockerStandIn();
      try {
        const image = join(folder, 'image');
        await good(kpt.run(['fn', 'render', image, '--image-pull-policy=never'], { env: docker.env, cwd: '/' }));
        const call = readFileSync(docker.calls, 'utf8')
          .split('\n')
          .filter((line) => line.startsWith('run'));
        assert.match(call.join('\n'), /--network none .*--user nobody/);
        const byImage = ownFiles(image);
        assert.is(generated(byImage).length, kindsOfSmallest.length);
        await withFiles({ Kptfile: mutator, 'intent.yaml': intent() }, async (other) => {
          await good(render(kpt, other));
          assert.equal(ownFiles(other), byImage);
        });
      } finally {
        docker.remove();
      }
    },
  ),
  'documents itself': each({}, async (folder, kpt) => {
    if (!isWhole(kpt)) return;
    const docker = dockerStandIn();
    try {
      const output = await good(kpt.run(['fn', 'doc', '--image', 'example.com/gateway-intent:1'], { env: docker.env, cwd: folder }));
      assert.match(output, 'kind: GatewayIntent');
    } finally {
      docker.remove();
    }
  }),
});

hostSuite('kpt: the newest that can be built', missingTool('kpt'), {
  'is among those that the tests run'() {
    assert.ok(all.some(({ version }) => version === '1.0.0-beta.60'));
  },
});

suite('kpt: the program on PATH', {
  'is the one that was built'() {
    assert.ok(existsSync(program), 'npm run build');
  },
});
