import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Configs, type KptFunc, type KubernetesObject } from 'kpt-functions';
import * as assert from 'uvu/assert';
import { expand, gatewayIntent, patch, processResourceList, render, validate } from '../../functions/library.ts';
import { withFiles } from '../conformance/judges/temporary.ts';
import { suite } from '../suite.ts';
import { foreign } from './foreign.ts';
import { intent, kindsIn, kindsOfSmallest } from './packages.ts';
import { gatewayIntent as program, root } from './program.ts';

suite('library: render', {
  'gives the manifests that the program prints': () =>
    withFiles(
      { 'intent.yaml': intent(), 'sub/foreign.yaml': foreign, '.krmignore': 'ignored.yaml\n', 'ignored.yaml': intent() },
      async (folder) => {
        const files = Object.fromEntries(
          ['intent.yaml', 'sub/foreign.yaml', '.krmignore', 'ignored.yaml'].map((path) => [path, readFileSync(join(folder, path))]),
        );
        const rendering = render(files);
        const printed = await program(['render', '.'], { cwd: folder });
        assert.is(rendering.manifests, printed.stdout);
        assert.not.ok(rendering.failed);
        assert.equal(rendering.objects.map(({ kind }) => kind).sort(), kindsIn(printed.stdout));
        assert.equal(rendering.answers, ['https://shop.example.com → shop/public → frontend.shop:8080']);
      },
    ),
  'tells what is wrong as data, and makes nothing'() {
    const { failed, manifests, objects, findings } = render({ 'a/intent.yaml': intent().replace('to: frontend', 'too: frontend') });
    assert.ok(failed);
    assert.is(manifests, '');
    assert.equal(objects, []);
    const finding = findings.find(({ code }) => code === 'GI0101');
    assert.is(finding?.severity, 'error');
    assert.equal(finding?.source, { file: 'a/intent.yaml', line: 12, column: 5 });
    assert.is(finding?.object?.name, 'shop');
  },
  'knows that files may be the whole cluster'() {
    const files = { 'intent.yaml': intent() };
    assert.ok(render(files, { complete: true }).failed);
    assert.not.ok(render(files).failed);
  },
});

const list = (text: string): string =>
  `apiVersion: config.kubernetes.io/v1\nkind: ResourceList\nitems:\n${text.trimEnd().replace(/^/gm, '  ').replace('  ', '- ')}\n`;

suite('library: processResourceList', {
  async 'answers as the program does'() {
    for (const input of [list(intent()), list(intent().replace('to:', 'too:')), 'nothing: here\n']) {
      const { output, failed } = processResourceList(input);
      const { stdout, status } = await program([], { input });
      assert.is(output ?? '', stdout);
      assert.is(failed, status !== 0);
    }
  },
});

const object = (value: object): KubernetesObject => value as KubernetesObject;
const shop = (): KubernetesObject =>
  object({
    apiVersion: 'gatewayintent.dev/v1alpha1',
    kind: 'GatewayIntent',
    metadata: { name: 'shop', namespace: 'shop' },
    spec: {
      gateways: [{ name: 'public' }],
      expose: [{ hosts: ['shop.example.com'], to: 'frontend:8080', tls: { secretName: 'shop-cert' } }],
    },
  });
const settings = (): KubernetesObject =>
  object({ apiVersion: 'example.com/v1', kind: 'Settings', metadata: { name: 'x' }, data: { octal: '0443', yes: 'yes', big: 1e21 } });
const kinds = (configs: Configs): string[] =>
  configs
    .getAll()
    .map(({ kind }) => kind)
    .sort();

suite('library: functions for the SDK kpt-functions', {
  async 'have its type, and do what the program does'() {
    const functions: readonly KptFunc[] = [gatewayIntent, expand, patch, validate];
    assert.ok(functions.every(({ usage }) => usage.includes('GatewayIntent')));
    const configs = new Configs([shop(), settings()]);
    await gatewayIntent(configs);
    assert.equal(kinds(configs), ['GatewayIntent', 'Settings', ...kindsOfSmallest].sort());
    assert.ok(configs.getResults().some(({ message }) => message.startsWith('https://shop.example.com → ')));
    const before = JSON.stringify(configs.getAll());
    await gatewayIntent(configs);
    assert.is(JSON.stringify(configs.getAll()), before);
  },
  async 'leave the very objects that they do not change'() {
    const [intended, other] = [shop(), settings()];
    const copy = JSON.stringify([intended, other]);
    const configs = new Configs([intended, other]);
    await gatewayIntent(configs);
    assert.ok(configs.getAll().includes(intended) && configs.getAll().includes(other));
    assert.is(JSON.stringify([intended, other]), copy);
    const made = configs.getAll();
    await gatewayIntent(configs);
    assert.ok(configs.getAll().every((each, index) => each === made[index]));
  },
  async 'drop what is no longer asked for'() {
    const configs = new Configs([shop()]);
    await gatewayIntent(configs);
    const less = shop() as KubernetesObject & { spec: { expose?: unknown } };
    delete less.spec.expose;
    configs.insert(less);
    await gatewayIntent(configs);
    assert.not.ok(kinds(configs).includes('VirtualService'));
    assert.ok(kinds(configs).includes('Deployment'));
  },
  async 'change nothing where something is wrong, and say it'() {
    const wrong = object({ ...shop(), spec: { gateway: [] } });
    const configs = new Configs([wrong, settings()]);
    await gatewayIntent(configs);
    assert.equal(kinds(configs), ['GatewayIntent', 'Settings']);
    const [result] = configs.getResults().filter(({ severity }) => severity === 'error');
    assert.match(result?.message ?? '', 'gateway');
    assert.is(result?.resourceRef?.name, 'shop');
    assert.ok(result?.tags?.code?.startsWith('GI01'));
  },
  async 'take settings, or an intent, as functionConfig'() {
    const step = object({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'x' }, data: { step: 'validate' } });
    const checked = new Configs([shop()], step);
    await gatewayIntent(checked);
    assert.equal(kinds(checked), ['GatewayIntent']);
    const configured = new Configs([settings()], shop());
    await gatewayIntent(configured);
    assert.equal(kinds(configured), ['Settings', ...kindsOfSmallest].sort());
  },
  async 'do one step each'() {
    const patched = object({
      ...shop(),
      spec: {
        ...(shop() as unknown as { spec: object }).spec,
        patches: [{ target: { kind: 'Service' }, patch: { metadata: { labels: { a: 'b' } } } }],
      },
    });
    const labels = (configs: Configs) => configs.getAll().find(({ kind }) => kind === 'Service')?.metadata.labels ?? {};
    const configs = new Configs([patched]);
    await expand(configs);
    assert.not.ok('a' in labels(configs));
    await patch(configs);
    assert.is(labels(configs).a, 'b');
    await validate(configs);
    assert.not.ok(configs.getResults().some(({ severity }) => severity === 'error'));
  },
});

suite('library: what the package says about itself', {
  'is where it says'() {
    const { main, types, exports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Record<string, unknown>;
    assert.is(main, 'dist/index.js');
    assert.is(types, 'dist/index.d.ts');
    assert.equal(exports, { '.': { types: './dist/index.d.ts', default: './dist/index.js' }, './package.json': './package.json' });
  },
});
