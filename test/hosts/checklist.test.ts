import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { parse } from 'yaml';
import { kustomizeBuild } from '../conformance/judges/kustomize.ts';
import { withFiles } from '../conformance/judges/temporary.ts';
import { missingTool } from '../conformance/judges/tool.ts';
import { suite } from '../suite.ts';
import { foreign } from './foreign.ts';
import { hostSuite } from './host-suite.ts';
import { intent } from './packages.ts';
import { gatewayIntent, installed, root } from './program.ts';

const asItem = (text: string): string =>
  `${text
    .trimEnd()
    .replace(/^(?=[^\n])/gm, '  ')
    .replace(/^ {2}/, '- ')}\n`;
const list = (...items: string[]): string =>
  `apiVersion: config.kubernetes.io/v1\nkind: ResourceList\nitems:\n${items.map(asItem).join('')}`;
const filed = (text: string, file: string): string =>
  text.replace(
    /^ {2}name: (.*)$/m,
    `  name: $1\n  annotations:\n    internal.config.kubernetes.io/path: ${file}\n    internal.config.kubernetes.io/index: '0'`,
  );
const map = (name: string): string => `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\n`;
const wrong = intent().replace('to: frontend', 'too: frontend').replace('hosts: [shop', 'hosts: [Shop');
const kpt = 'functionConfig:\n  apiVersion: v1\n  kind: ConfigMap\n  metadata:\n    name: function-input\n';

interface Answer {
  readonly items: readonly { readonly kind: string; readonly metadata: { readonly annotations?: Readonly<Record<string, string>> } }[];
  readonly results: readonly { readonly message: string; readonly severity: string; readonly file?: { readonly path: string } }[];
}

suite('a KRM function', {
  async 'fails with an error, and with nothing less'() {
    const warned = await gatewayIntent([], { input: list(intent('shop', 'shop', '"*"')) });
    assert.is(warned.status, 0);
    assert.match(warned.stdout, 'severity: warning');
    assert.is((await gatewayIntent([], { input: list(wrong) })).status, 1);
  },
  async 'answers a mistake with the items that came, byte for byte, and results behind them'() {
    const input = list(wrong, foreign.split('---\n')[0] as string, map('b'), map('a'));
    const { status, stdout } = await gatewayIntent([], { input });
    assert.is(status, 1);
    assert.ok(stdout.startsWith(input) && stdout.slice(input.length).startsWith('results:\n'));
    const { results } = parse(stdout) as Answer;
    assert.ok(results.every(({ severity }) => ['error', 'warning', 'info'].includes(severity)));
  },
  async 'keeps the version of the list that came, and always has `items`'() {
    for (const version of ['v1', 'v1beta1', 'v1alpha1']) {
      const head = `apiVersion: config.kubernetes.io/${version}\nkind: ResourceList\n`;
      for (const input of [
        head,
        `${head}items: []\n`,
        list(map('a')).replace('config.kubernetes.io/v1', `config.kubernetes.io/${version}`),
      ]) {
        const { status, stdout } = await gatewayIntent([], { input });
        assert.is(status, 0, input);
        assert.match(stdout, new RegExp(`^apiVersion: config.kubernetes.io/${version}$`, 'm'));
        assert.match(stdout, /^items:/m);
      }
    }
  },
  async 'tells people what it found where the host shows nothing, and says it once where it does'() {
    const items = list(filed(wrong.replace(/ {2}annotations:\n.*\n/, ''), 'intent.yaml')) + kpt;
    assert.is((await gatewayIntent([], { input: items, env: { LOG_TO_STDERR: undefined } })).stderr, '');
    assert.match((await gatewayIntent([], { input: items, env: { LOG_TO_STDERR: 'true' } })).stderr, /^error: intent\.yaml: /);
    assert.match((await gatewayIntent([], { input: list(wrong) })).stderr, /^error: /);
  },
  async 'keeps items of others in their order, also those that are written twice'() {
    const input = list(map('b'), map('a'), map('b'), map('c'));
    const { status, stdout } = await gatewayIntent([], { input });
    assert.is(status, 0);
    assert.ok(stdout.startsWith(input));
    const { results } = parse(stdout) as Answer;
    assert.equal(
      results.map(({ message, severity }) => [severity, message.split(';')[0]]),
      [['warning', '<stdin>:15: ConfigMap b is written twice: here and in <stdin>:4']],
    );
  },
  async 'gives nothing that hosts say of an intent to what it makes'() {
    const marks = [
      'config.kubernetes.io/local-config',
      'config.kubernetes.io/function',
      'config.k8s.io/function',
      'kustomize.config.k8s.io/needs-hash',
      'kustomize.config.k8s.io/behavior',
      'internal.kpt.dev/upstream-identifier',
      'internal.config.kubernetes.io/id',
    ];
    const marked = intent().replace('    config.kubernetes.io/local-config: "true"\n', marks.map((mark) => `    ${mark}: "x"\n`).join(''));
    const { status, stdout } = await gatewayIntent([], { input: list(marked) });
    assert.is(status, 0, stdout);
    const made = (parse(stdout) as Answer).items.filter(({ kind }) => kind !== 'GatewayIntent');
    assert.ok(made.length > 0);
    for (const { metadata } of made) for (const mark of marks) assert.not.ok(mark in (metadata.annotations ?? {}), mark);
  },
  async 'tells every mistake in one run, none twice, the worst first'() {
    const second = filed(intent('other', 'other', '"*"').replace(/ {2}annotations:\n.*\n/, ''), 'b.yaml');
    const { stdout } = await gatewayIntent([], { input: list(second, filed(wrong.replace(/ {2}annotations:\n.*\n/, ''), 'a.yaml')) });
    const { results } = parse(stdout) as Answer;
    const messages = results.map(({ message }) => message);
    assert.is(new Set(messages).size, messages.length);
    for (const part of ['too', '"Shop.example.com"'])
      assert.ok(
        messages.some((message) => message.includes(part)),
        part,
      );
    const ranks = results.map(({ severity }) => ['error', 'warning', 'info'].indexOf(severity));
    assert.equal(ranks, ranks.toSorted());
  },
  async 'takes a setting without quotes for the same one'() {
    const answers = await Promise.all(
      ['', '  complete: "true"\n', '  complete: true\n'].map(async (setting) => {
        const { status, stdout } = await gatewayIntent([], {
          input: `${list(intent())}${kpt}${setting === '' ? '' : `  data:\n  ${setting}`}`,
        });
        return [status, (parse(stdout) as Answer).results.map(({ message }) => message)];
      }),
    );
    assert.equal(answers[2], answers[1]);
    assert.not.equal(answers[1], answers[0]);
  },
  async 'shows what is wrong with a generated object at the field that asked for it'() {
    const { stdout } = await gatewayIntent(['lint', '-', '-o', 'json'], { input: intent('shop', 'shop', '"*"') });
    const findings = JSON.parse(stdout) as { object: { kind: string }; path: string }[];
    assert.ok(findings.length > 0 && findings.every(({ object }) => object.kind === 'GatewayIntent'), stdout);
    assert.ok(findings.some(({ path }) => path.startsWith('spec.expose[0]')));
  },
});

suite('render and Argo CD', {
  'tell objects that are written twice, and leave out those that are for tools': () =>
    withFiles(
      {
        'intent.yaml': intent(),
        'a.yaml': map('x'),
        'sub/b.yaml': map('x'),
        'sub/local.yaml': map('x').replace('  name: x\n', '  name: x\n  annotations: {config.kubernetes.io/local-config: "true"}\n'),
      },
      async (cwd) => {
        for (const args of [['render'], ['cmp', 'generate']]) {
          const { status, stderr } = await gatewayIntent(args, { cwd });
          assert.is(status, 0, stderr);
          assert.match(stderr, /sub\/b\.yaml:4:9:? +warning|warning: sub\/b\.yaml:4:9/);
          assert.match(stderr, 'ConfigMap x is written twice: here and in a.yaml:1');
          assert.not.match(stderr, 'local.yaml');
        }
      },
    ),
});

const hashed = `  patches:
  - target: {kind: ConfigMap}
    patch: {metadata: {annotations: {kustomize.config.k8s.io/needs-hash: "true"}}}
`;

hostSuite('Kustomize: hashes of generated names', missingTool('kustomize'), {
  'are there when a patch asks for them, and references follow with the file that is shipped': () =>
    withFiles(
      {
        'kustomization.yaml': 'generators: [intent.yaml]\nconfigurations: [name-references.yaml]\n',
        'name-references.yaml': readFileSync(join(root, 'docs/kustomize/name-references.yaml'), 'utf8'),
        'intent.yaml': `${intent()
          .replace('config.kubernetes.io/local-config: "true"', 'config.kubernetes.io/function: "exec: {path: gateway-intent}"')
          .replace('spec:\n', 'spec:\n  provider: istio-gateway-api\n')}${hashed}`,
      },
      async (folder) => {
        const { status, stdout, stderr } = await kustomizeBuild(folder, installed);
        assert.is(status, 0, stderr);
        const name = /kind: ConfigMap\nmetadata:(?:\n {2}.*)*?\n {2}name: (\S+)/.exec(stdout)?.[1] ?? '';
        assert.match(name, /-[a-z0-9]{10}$/);
        assert.match(stdout, new RegExp(`parametersRef:\\n(?: {6}.*\\n)* {6}name: ${name}\\n`));
      },
    ),
});

suite('catalogs', {
  'find what they need beside every function'() {
    for (const step of ['expand', 'patch', 'validate']) {
      const { image, description, tags, license, examplePackageURLs } = parse(
        readFileSync(join(root, `functions/${step}/metadata.yaml`), 'utf8'),
      );
      assert.is(image, 'gateway-intent');
      assert.match(description, /^[A-Z].*\.$/);
      assert.equal(tags, [step === 'validate' ? 'validator' : 'mutator']);
      assert.is(license, 'Apache-2.0');
      for (const example of examplePackageURLs) assert.ok(readdirSync(join(root, example)).includes('Kptfile'), example);
    }
  },
  'settings of the function are documented'() {
    const page = readFileSync(join(root, 'docs/kpt.md'), 'utf8');
    for (const setting of ['step', 'complete', 'packages']) assert.match(page, `| \`${setting}\` |`);
    assert.match(readFileSync(join(root, 'docs/kustomize.md'), 'utf8'), 'emit: none');
  },
});

suite('the list of what hosts need', {
  'names tests that there are'() {
    const rows = readFileSync(join(root, 'test/hosts/README.md'), 'utf8').matchAll(/^\| (?!it must|-).+ \| (.+) \|$/gm);
    const texts = new Map<string, string>();
    let count = 0;
    for (const [, cell = ''] of rows) {
      let file = '';
      for (const part of cell.split(' · ')) {
        const [, path = file, title = part] = /^`([^`]+)` ?(.*)$/.exec(part) ?? [];
        file = path;
        if (!path.endsWith('.test.ts')) continue;
        const text = texts.get(path) ?? readFileSync(join(root, 'test/hosts', path), 'utf8');
        texts.set(path, text);
        assert.ok(text.includes(`'${title}'`), `${path}: ${title}`);
        count++;
      }
    }
    assert.ok(count > 60, `${count} tests`);
  },
});
