import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import * as assert from 'uvu/assert';
import { execute } from '../conformance/judges/execute.ts';
import { withFiles } from '../conformance/judges/temporary.ts';
import { suite } from '../suite.ts';
import { hostSuite } from './host-suite.ts';
import { gatewayIntent, program } from './program.ts';

const intent = (more = '') => `apiVersion: gatewayintent.dev/v1alpha1
kind: GatewayIntent
metadata: {name: shop, namespace: shop}
spec:
  gateways: [{name: public}]
  expose:
  - hosts: [shop.example.com]
    to: frontend:8080
${more}`;
const settings = (more = '') => `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\ndata:\n  a: b\n${more}`;
const bomb = `  a: &a [x, x]\n${[...'bcdefg'].map((key, at) => `  ${key}: &${key} [${`*${'abcdef'[at]}, `.repeat(9)}x]`).join('\n')}\n`;
const latin1 = (text: string) => Buffer.from(text, 'latin1');

/** What is wrong, the code of the one finding, and its place in the file. */
const mistakes: Readonly<Record<string, readonly [bytes: string | Uint8Array, code: string, place: string]>> = {
  'aliases that multiply in an intent': [intent(bomb), 'GI0006', ':1:1'],
  'aliases that multiply in another object': [settings(bomb).replace('  a: b\n', ''), 'GI0006', ':1:1'],
  'a key twice': [intent('    to: other:80\n'), 'GI0005', ':9:5'],
  'the key of attackers': [intent('  __proto__: {a: b}\n'), 'GI0007', ':9:3'],
  'the key of attackers, in quotes': [settings('  "__proto__": b\n'), 'GI0007', ':7:3'],
  'a tab': [intent('\tmesh: {}\n'), 'GI0003', ':9:1'],
  'an unclosed quote': [intent('  mesh: "abc\n'), 'GI0003', ':9:9'],
  'an unclosed bracket': [settings('  c: [\n'), 'GI0003', ':7:6'],
  'an alias of nothing': [settings('  c: *c\n'), 'GI0003', ':7:6'],
  'a control character': [settings('  c: \u001b[31mred\n'), 'GI0003', ':7:6'],
  'lists in lists without end': [settings(`  c: ${'['.repeat(9000)}${']'.repeat(9000)}\n`), 'GI0003', ':1:1'],
  'Latin-1': [latin1(settings('  c: \xe9\n')), 'GI0004', ''],
  'UTF-16': [Buffer.from(`\ufeff${intent()}`, 'utf16le'), 'GI0004', ''],
  'a NUL byte': [settings('  c: "\0"\n'), 'GI0004', ''],
  'a list for a map': [intent().replace(/spec:.*/s, 'spec: []\n'), 'GI0103', ':4:7'],
  'nothing where something must be': [intent().replace(/spec:.*/s, 'spec:\n'), 'GI0102', ':4:1'],
  'an intent without a name': [intent().replace('name: shop, ', ''), 'GI0008', ':1:1'],
};

const asItem = (bytes: string | Uint8Array): Buffer => {
  const text = Buffer.from(bytes as Uint8Array).toString('latin1');
  const item = text.replaceAll(/^(?=.)/gm, '  ').replace(/^ {2}/, '- ');
  return Buffer.concat([latin1('apiVersion: config.kubernetes.io/v1\nkind: ResourceList\nitems:\n'), latin1(item)]);
};

/** Runs the function on bytes that need not be text. */
function onBytes(input: Uint8Array): { status: number | null; stdout: Buffer; stderr: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program], { input, maxBuffer: 1e9 });
  return { status, stdout, stderr: stderr.toString() };
}

suite(
  'hostile input: one clear error, in a folder and in a list, and nothing changed',
  Object.fromEntries(
    Object.entries(mistakes).map(([name, [bytes, code, place]]) => [
      name,
      async () => {
        await withFiles({ 'a.yaml': '' }, async (folder) => {
          const file = join(folder, 'a.yaml');
          writeFileSync(file, bytes);
          const { status, stdout, stderr } = await gatewayIntent(['render', folder]);
          assert.is(status, 1, stderr);
          assert.is(stdout, '');
          assert.equal(stderr.match(/ error GI\d{4} /g), [` error ${code} `], stderr);
          assert.ok(stderr.startsWith(`${file}${place}  error`), stderr);
          assert.not.match(stderr, /\n {4}at |internal error/);
          assert.ok(readFileSync(file).equals(Buffer.from(bytes as Uint8Array)));
        });
        const list = asItem(bytes);
        const { status, stdout, stderr } = onBytes(list);
        assert.ok(status === 1 || status === 2, stderr);
        assert.match(stderr, /^error: [^\n]+\n$/);
        // What cannot be read at all cannot be answered; everything else comes back as it was.
        assert.ok(stdout.length === 0 ? status === 2 : stdout.subarray(0, list.length - 1).equals(list.subarray(0, -1)), stderr);
      },
    ]),
  ),
);

suite('odd input that is right', {
  async 'CRLF, a byte order mark, anchors and merge keys, empty documents and JSON'() {
    const plain = (await withRender(intent())).stdout;
    assert.match(plain, /kind: VirtualService/);
    for (const text of [
      intent().replaceAll('\n', '\r\n'),
      `\ufeff${intent()}`,
      `---\n# nothing\n---\n${intent()}---\n`,
      intent().replace('spec:', 'spec: &spec').replace('[{name: public}]', '[{name: &name public}]'),
    ])
      assert.is((await withRender(text)).stdout, plain, text);
    const merged = await withRender(
      intent('  - &one {hosts: [b.example.com], to: "frontend:8080"}\n  - {<<: *one, hosts: [c.example.com]}\n'),
    );
    assert.match(merged.stderr, /http:\/\/c\.example\.com → shop\/public → frontend\.shop:8080/);
  },
  async 'a key twice in an object of others is told, and its text stays as it is'() {
    const twice = settings('  a: c\n');
    const { status, stdout, stderr } = await withRender(`${intent()}---\n${twice}`);
    assert.is(status, 0, stderr);
    assert.ok(stdout.includes(twice), stdout);
    assert.match(stderr, /warning GI0005 duplicate-key/);
  },
  async 'lines of quoted values that begin where Go lets them: text and places stay, and so does the text around a change'() {
    const loose =
      'apiVersion: v1\nkind: Namespace\nmetadata:\n  name: shop\n  annotations:\n    a: "one # no comment\n  two"\n    b: \'x\n\ny\' # kept\n';
    const injected = intent('  namespaces: [{name: shop, injection: Enabled}]\n');
    const { status, stdout, stderr } = await withRender(`${injected}---\n${loose}`);
    assert.is(status, 0, stderr);
    assert.ok(stdout.includes(`${loose}  labels:\n    istio-injection: enabled\n`), stdout);
    assert.match((await withRender(`${intent()}---\n${loose}speck: 1\n`)).stderr, /a\.yaml:20:1 {2}warning GI1001/);
  },
  async 'names of JavaScript are names like all others'() {
    const { status, stdout } = await withRender(
      `${intent()}---\n${settings('  constructor: a\n  toString: b\n  hasOwnProperty: c\n').replace('name: a', 'name: constructor')}`,
    );
    assert.is(status, 0);
    assert.match(stdout, /hasOwnProperty: c/);
    assert.match((await withRender(intent('  constructor: {}\n'))).stderr, /`spec\.constructor` is no field/);
  },
});

const withRender = (text: string) => withFiles({ 'a.yaml': text }, (folder) => gatewayIntent(['render', folder]));

suite('input beyond measure', {
  async '100 MB are refused in one line'() {
    const { status, stdout, stderr } = onBytes(Buffer.alloc(100_000_000, 'a: b\n'));
    assert.is(status, 2);
    assert.is(stdout.length, 0);
    assert.match(stderr, /^error: <stdin>: input must not be larger than 64 MiB; [^\n]+\n$/);
  },
  async 'input without end ends, and does not fill the memory'() {
    const limited = 'ulimit -v 4000000; yes "# and so on" | "$NODE" --max-old-space-size=300 "$PROGRAM"; echo "$?"';
    const { stdout, stderr } = await execute('bash', ['-c', limited], { env: { NODE: process.execPath, PROGRAM: program } });
    assert.is(stdout, '2\n', stderr);
    assert.match(stderr, /input must not be larger than 64 MiB/);
  },
});

const ended = (child: ChildProcess): Promise<number | null> => new Promise((resolve) => child.on('close', resolve));
const pidOf = (parent: number | undefined): number =>
  Number(readFileSync(`/proc/${parent}/task/${parent}/children`, 'utf8').trim().split(' ')[0]);
const unshare =
  spawnSync('unshare', ['--pid', '--fork', 'true']).status === 0 ? undefined : 'unshare is missing, or may not make namespaces';

hostSuite('process: the first of a container', unshare, {
  async 'SIGTERM ends it while input is still to come'() {
    const child = spawn('unshare', ['--pid', '--fork', '--kill-child', process.execPath, program], {
      stdio: ['pipe', 'ignore', 'inherit'],
    });
    const end = ended(child);
    child.stdin.on('error', () => undefined);
    child.stdin.write('apiVersion: config.kubernetes.io/v1\n');
    await pause(1500);
    const before = Date.now();
    process.kill(pidOf(child.pid), 'SIGTERM');
    assert.is(await end, 143);
    assert.ok(Date.now() - before < 1000, `${Date.now() - before} ms`);
  },
});
