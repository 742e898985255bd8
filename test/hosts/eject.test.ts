import { spawn } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { type Execution, execute } from '../conformance/judges/execute.ts';
import { withFiles } from '../conformance/judges/temporary.ts';
import { suite } from '../suite.ts';
import { filesOf, intent, kindsIn, kindsOfSmallest } from './packages.ts';
import { gatewayIntent, installed, program, runtime } from './program.ts';

type Files = Readonly<Record<string, string>>;

const kptMissing = (await execute('kpt', ['version']).catch(() => ({ status: 1 }))).status !== 0;

/** A package as kpt leaves it: the function's objects are in files. */
const evaluate = (folder: string): Promise<Execution> =>
  execute('kpt', ['fn', 'eval', folder, '--exec', 'gateway-intent', '--truncate-output=false'], { env: installed });

async function good(execution: Promise<Execution>): Promise<string> {
  const { status, stdout, stderr } = await execution;
  assert.is(status, 0, stdout + stderr);
  return stdout + stderr;
}

/** Lends a package that was rendered once. */
const rendered = (files: Files, use: (folder: string) => Promise<void>) => () =>
  withFiles(files, async (folder) => {
    if (kptMissing) {
      assert.not.ok(process.env.CI, 'kpt is missing');
      return;
    }
    await good(evaluate(folder));
    await use(folder);
  });

const service = 'generated/shop/service-public.yaml';
const gateway = 'generated/shop/gateway-public.yaml';
const eject = (folder: string, ...args: string[]): Promise<Execution> => gatewayIntent(['eject', ...args, '.'], { cwd: folder });
const edit = (file: string, change: (text: string) => string) => writeFileSync(file, change(readFileSync(file, 'utf8')));

suite('eject: an object in a file', {
  'that was edited is its user’s, text and all, and no later run touches it or complains': rendered(
    { 'intent.yaml': intent() },
    async (folder) => {
      const file = join(folder, service);
      edit(file, (text) => `# of the team\n${text.replace('type: LoadBalancer', "type: 'NodePort' # for now")}`);
      const refused = await evaluate(folder);
      assert.is.not(refused.status, 0);
      assert.match(refused.stdout + refused.stderr, '`gateway-intent eject service/public -n shop`');
      const before = readFileSync(file, 'utf8');
      assert.match(
        await good(eject(folder, 'service/public')),
        `Service shop/public is yours, in ${service}; GatewayIntent shop/shop no longer makes it\n`,
      );
      const after = readFileSync(file, 'utf8');
      const gone = (text: string) => text.replace(/ {2}labels:\n(?: {4}.*\n)+/, '').replace(/ {4}gatewayintent\.dev\/.*\n/g, '');
      assert.is(gone(after), gone(before));
      assert.match(after, 'gatewayintent.dev/ejected-from: shop/shop');
      assert.not.match(after, /managed-by|gatewayintent\.dev\/(?:intent|digest)/);
      const files = filesOf(folder);
      for (let run = 0; run < 2; run++) {
        assert.not.match(await good(evaluate(folder)), /\[(?:error|warning)\]/);
        assert.equal(filesOf(folder), files);
      }
      const manifests = await good(gatewayIntent(['render', '.'], { cwd: folder }));
      assert.is(kindsIn(manifests).filter((kind) => kind === 'Service').length, 1);
      assert.match(manifests, "type: 'NodePort' # for now");
    },
  ),
  'can be edited at will, is still checked, and comes back when it is deleted': rendered({ 'intent.yaml': intent() }, async (folder) => {
    await good(eject(folder, 'Gateway/public'));
    edit(join(folder, gateway), (text) => text.replace('protocol: HTTPS', 'protocol: HTTQS'));
    const wrong = await evaluate(folder);
    assert.is.not(wrong.status, 0);
    assert.match(wrong.stdout + wrong.stderr, /\[error\] networking.istio.io\/v1\/Gateway\/shop\/public [^\n]*HTTQS/);
    rmSync(join(folder, gateway));
    await good(evaluate(folder));
    assert.match(readFileSync(join(folder, gateway), 'utf8'), 'gatewayintent.dev/intent: shop/shop');
  }),
  'stays when the intent is deleted': rendered(
    { 'intent.yaml': intent(), 'second.yaml': intent('second', 'second', 'two.example.com') },
    async (folder) => {
      await good(eject(folder, 'services/public', '-n', 'shop'));
      rmSync(join(folder, 'intent.yaml'));
      const output = await good(evaluate(folder));
      assert.match(readFileSync(join(folder, service), 'utf8'), 'ejected-from');
      assert.not.match(output, 'Service shop/public');
    },
  ),
  'among other documents, in a List, with Windows line ends: nothing else changes': rendered(
    { 'intent.yaml': intent() },
    async (folder) => {
      const text = readFileSync(join(folder, service), 'utf8');
      const others = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: other}\n';
      const member = text.trimEnd().replace(/^/gm, '  ').replace(/^ {2}/, '- ');
      for (const file of [
        `${others}---\n${text}---\n${others.replace('other', 'another')}`,
        `${others}--- # ours\n${text}`.replaceAll('\n', '\r\n'),
        `--- ${''}\n${text}`,
        `\uFEFF${text}`,
        `apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: ConfigMap\n  metadata: {name: other} # kept\n${member}\n`,
      ]) {
        writeFileSync(join(folder, service), file);
        await good(eject(folder, 'service/public'));
        const lines = (written: string) => written.split('\n').filter((line) => !/gatewayintent\.dev|labels:|managed-by/.test(line));
        const after = readFileSync(join(folder, service), 'utf8');
        assert.equal(lines(after), lines(file));
        assert.match(after, /ejected-from: shop\/shop\r?\n/);
        assert.is((await gatewayIntent(['render', '.'], { cwd: folder })).status, 0);
      }
    },
  ),
  'and its patch: the patch is told to be idle': rendered(
    { 'intent.yaml': `${intent()}  patches:\n  - target: {kind: Service}\n    patch: {spec: {externalTrafficPolicy: Local}}\n` },
    async (folder) => {
      assert.not.match(await good(evaluate(folder)), 'GI0706');
      await good(eject(folder, 'service/public'));
      const { status, stdout } = await gatewayIntent(['lint', '.'], { cwd: folder });
      assert.is(status, 0);
      assert.match(stdout, /intent\.yaml:15:\d+ +warning GI0706/);
    },
  ),
  'of several intents: one more that makes it is told what to do': rendered({ 'intent.yaml': intent() }, async (folder) => {
    await good(eject(folder, 'gateway/public'));
    writeFileSync(
      join(folder, 'more.yaml'),
      intent('more', 'shop', 'more.example.com')
        .replace('  gateways: [{name: public}]\n', '')
        .replace('  - hosts:', '  - gateway: public\n    hosts:'),
    );
    const { status, stdout } = await gatewayIntent(['lint', '.'], { cwd: folder });
    assert.is(status, 1);
    assert.match(stdout, /GI0701.*\n.*Gateway shop\/public.*GatewayIntent "shop\/more"/);
    assert.match(stdout, 'add by hand what GatewayIntent "shop/more" needs');
    edit(join(folder, gateway), (text) =>
      text
        .replace('ejected-from: shop/shop', 'ejected-from: shop/shop,shop/more')
        .replaceAll(/^( +)- shop\.example\.com$/gm, '$&\n$1- more.example.com'),
    );
    assert.is((await gatewayIntent(['lint', '.'], { cwd: folder })).status, 0);
  }),
});

suite('eject: an object in no file', {
  'is written beside its intent, and taken from there': () =>
    withFiles({ 'apps/intent.yaml': intent() }, async (folder) => {
      const before = await good(gatewayIntent(['render', folder]));
      const run = (...args: string[]) => gatewayIntent(['eject', ...args, folder]);
      assert.match(await good(run('deployment/public', '--dry-run')), 'would be yours');
      assert.equal(Object.keys(filesOf(folder)), ['apps/intent.yaml']);
      await good(run('deployment/public', 'horizontalpodautoscalers.autoscaling/public'));
      assert.equal(Object.keys(filesOf(folder)), [
        'apps/generated/shop/deployment-public.yaml',
        'apps/generated/shop/horizontalpodautoscaler-public.yaml',
        'apps/intent.yaml',
      ]);
      assert.equal(kindsIn(await good(gatewayIntent(['render', folder]))), kindsIn(before));
    }),
  'is known by its short name, and its intent without its namespace': () =>
    withFiles({ 'apps/intent.yaml': intent() }, async (folder) => {
      for (const args of [['svc/public'], ['--intent', 'shop'], ['--intent', 'shop', '-n', 'shop']])
        assert.match(await good(gatewayIntent(['eject', ...args, folder, '--dry-run'])), 'Service shop/public would be yours');
    }),
  'and all others of its intent': () =>
    withFiles({ 'intent.yaml': intent(), 'other.yaml': intent('other', 'other', 'other.example.com') }, async (folder) => {
      await good(eject(folder, 'service/public', '-n', 'shop'));
      await good(eject(folder, '--intent', 'shop/shop'));
      const { 'intent.yaml': _, 'other.yaml': __, ...ejected } = filesOf(folder);
      assert.equal(kindsIn(Object.values(ejected).join('---\n')), kindsOfSmallest);
      rmSync(join(folder, 'intent.yaml'));
      const manifests = await good(gatewayIntent(['render', '.'], { cwd: folder }));
      assert.equal(kindsIn(manifests), [...kindsOfSmallest, ...kindsOfSmallest].sort());
    }),
  'must be one that there is, and one only': () =>
    withFiles({ 'intent.yaml': intent(), 'other.yaml': intent('other', 'other', 'other.example.com') }, async (folder) => {
      const before = filesOf(folder);
      for (const [args, status, says] of [
        [['service/publik'], 1, 'no intent makes "service/publik"; there are '],
        [['service/public'], 1, /is Service \w+\/public and Service \w+\/public: add/],
        [['--intent', 'shop/shopp'], 1, 'no object is made by an intent "shop/shopp"; there are other/other, shop/shop'],
        [['service/public', '-n', 'nowhere'], 1, /no intent makes "service\/public" in namespace "nowhere"\n$/],
        [['service'], 2, 'kind/name'],
        [[], 2, 'name an object'],
        [['service/public', '--intent', 'shop/shop'], 2, 'so none must be named'],
      ] as const) {
        const execution = await eject(folder, ...args);
        assert.is(execution.status, status, execution.stderr);
        assert.match(execution.stderr, says);
      }
      const file = await gatewayIntent(['eject', 'service/public', join(folder, 'intent.yaml')]);
      assert.is(file.status, 2);
      assert.match(file.stderr, 'intent.yaml" is a file; name its folder');
      assert.equal(filesOf(folder), before);
    }),
  'is whole whenever the process is killed, and a second try ends what the first one began': async () => {
    for (const delay of [40, 80, 120, 160, 200, 260])
      await withFiles({ 'intent.yaml': intent() }, async (folder) => {
        const child = spawn(runtime, [program, 'eject', '--intent', 'shop/shop', folder], { stdio: 'ignore' });
        const ended = new Promise((resolve) => child.on('close', resolve));
        await new Promise((resolve) => setTimeout(resolve, delay));
        child.kill('SIGKILL');
        await ended;
        for (const [path, text] of Object.entries(filesOf(folder)))
          if (!path.endsWith('.tmp')) assert.match(text, /^apiVersion: [\s\S]+\n$/, path);
        await gatewayIntent(['eject', '--intent', 'shop/shop', folder]);
        const manifests = await good(gatewayIntent(['render', folder]));
        assert.equal(kindsIn(manifests), kindsOfSmallest);
        assert.not.match(manifests, 'gatewayintent.dev/intent:');
      });
  },
  'of a package that is wrong: what is wrong is shown': () =>
    withFiles({ 'intent.yaml': intent().replace('to: frontend', 'too: frontend') }, async (folder) => {
      const { status, stderr } = await eject(folder, 'service/public');
      assert.is(status, 1);
      assert.match(stderr, 'GI0101');
      assert.match(stderr, 'no intent makes "service/public"');
    }),
});
