import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import * as assert from 'uvu/assert';
import { execute } from '../conformance/judges/execute.ts';
import { withFiles } from '../conformance/judges/temporary.ts';
import { suite } from '../suite.ts';
import { hostSuite } from './host-suite.ts';
import { intent } from './packages.ts';
import { gatewayIntent, program, root, runtime } from './program.ts';

/** A ResourceList of some megabytes. */
const big = `apiVersion: config.kubernetes.io/v1\nkind: ResourceList\nitems:\n${Array.from(
  { length: 6000 },
  (_, index) => `- apiVersion: v1\n  kind: ConfigMap\n  metadata:\n    name: c${index}\n  data:\n    # kept\n    a: '${'x'.repeat(400)}'\n`,
).join('')}`;
const list = (items: string): string => `apiVersion: config.kubernetes.io/v1\nkind: ResourceList\nitems:\n${items}`;
const asItem = (text: string): string => text.trimEnd().replace(/^/gm, '  ').replace(/^ {2}/, '- ');

const ended = (child: ChildProcess): Promise<{ code: number | null; signal: string | null }> =>
  new Promise((resolve) => child.on('close', (code, signal) => resolve({ code, signal })));

/** Runs the program with a shell's redirections. */
const shell = (script: string, input = '') => execute('bash', ['-c', script], { input, env: { NODE: runtime, PROGRAM: program } });

/** The end of a pipe that does not block its writer, read slowly. */
const slowNonBlocking = `
import fcntl, os, subprocess, sys, time
r, w = os.pipe()
fcntl.fcntl(w, fcntl.F_SETFL, fcntl.fcntl(w, fcntl.F_GETFL) | os.O_NONBLOCK)
child = subprocess.Popen(sys.argv[1:], stdin=sys.stdin, stdout=w)
os.close(w)
time.sleep(0.5)
while True:
    data = os.read(r, 50000)
    if not data: break
    sys.stdout.buffer.write(data)
    time.sleep(0.001)
sys.exit(child.wait())
`;

const python = spawnSync('python3', ['--version']).status === 0 ? undefined : 'python3 is missing';
const isRoot = process.getuid?.() === 0;

suite('process: output', {
  async 'all of it reaches a reader that is slow'() {
    const { status, stdout } = await shell('"$NODE" "$PROGRAM" | (sleep 1; cat); exit "$PIPESTATUS"', big);
    assert.is(status, 0);
    assert.ok(big.length > 2_000_000);
    assert.ok(stdout === big, `${stdout.length} of ${big.length} bytes arrived`);
  },
  async 'a reader that goes away gets no success, and nobody a stack trace'() {
    const { stdout, stderr } = await shell('set -o pipefail; "$NODE" "$PROGRAM" | head -c 10 > /dev/null; echo "$PIPESTATUS"', big);
    assert.is(stdout, '2\n');
    assert.is(stderr, '');
  },
  async 'a full disk is told'() {
    const { status, stderr } = await shell('"$NODE" "$PROGRAM" > /dev/full', big);
    assert.is(status, 2);
    assert.match(stderr, /^gateway-intent: .*no space left on device/i);
    assert.not.match(stderr, /\n +at /);
  },
  async 'the manifests of a folder reach a slow reader too'() {
    const documents = Array.from({ length: 3000 }, (_, index) => `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: c${index}\n`);
    await withFiles({ 'all.yaml': documents.map((text) => text + '# kept\n'.repeat(100)).join('---\n') }, async (folder) => {
      const { status, stdout } = await shell(`"$NODE" "$PROGRAM" render ${folder} | (sleep 1; cat); exit "\${PIPESTATUS[0]}"`);
      assert.is(status, 0);
      assert.ok(stdout === readFileSync(join(folder, 'all.yaml'), 'utf8'));
    });
  },
});

hostSuite('process: pipes that do not block', python, {
  async 'take all of the output'() {
    const { status, stdout } = await execute('python3', ['-c', slowNonBlocking, runtime, program], { input: big });
    assert.is(status, 0);
    assert.ok(stdout === big, `${stdout.length} of ${big.length} bytes arrived`);
  },
});

suite('process: input', {
  async 'empty, white or foreign input gets one line on stderr, nothing on stdout, and no success'() {
    for (const input of [
      '',
      '\n\n',
      'hello: world\n',
      'a: [\n',
      '\u0000\u0001',
      '[]',
      intent(),
      '{"kind": "List", "apiVersion": "v1", "items": []}',
    ]) {
      const { status, stdout, stderr } = await gatewayIntent([], { input });
      assert.is(status, 2, input);
      assert.is(stdout, '', input);
      assert.match(stderr, /^error: [^\n]+\n$/, input);
    }
  },
  async 'JSON, version v1beta1, CRLF, no config and no items are understood'() {
    for (const text of [
      '{"apiVersion": "config.kubernetes.io/v1", "kind": "ResourceList", "items": []}',
      list('').replace('/v1\n', '/v1beta1\n'),
      list(asItem('apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n')).replaceAll('\n', '\r\n'),
      `${list(' []').replace('items:\n', 'items:')}\nfunctionConfig: {}\n`,
      list(' []').replace('items:\n', 'items:'),
    ]) {
      const { status, stdout, stderr } = await gatewayIntent([], { input: text });
      assert.is(status, 0, text + stderr);
      assert.match(stdout, /items/, text);
    }
  },
  async 'a terminal gets help, and a step that would wait for one says so'() {
    const terminal = (command: string) => execute('script', ['-qec', `${runtime} ${program} ${command}`, '/dev/null'], { timeout: 60_000 });
    const { status, stdout } = await terminal('');
    assert.is(status, 0);
    assert.match(stdout, /kpt fn eval DIR --exec gateway-intent/);
    const step = await terminal('validate');
    assert.is(step.status, 2);
    assert.match(step.stdout, /nothing comes from a terminal/);
  },
  async 'help and version go to stdout, as kpt fn doc wants them'() {
    const { status, stdout, stderr } = await gatewayIntent(['--help'], { input: list('') });
    assert.is(status, 0);
    assert.is(stderr, '');
    assert.match(stdout, /kind: GatewayIntent/);
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
    assert.is((await gatewayIntent(['--version'])).stdout, `gateway-intent ${version}\n`);
  },
  'the program begins with its interpreter: a host may execute the file itself'() {
    if (runtime !== 'env') assert.is(readFileSync(program).subarray(0, 20).toString(), '#!/usr/bin/env node\n');
    assert.ok(statSync(program).mode & 0o111);
  },
});

suite('process: own failures', {
  async 'a stack is shown with DEBUG only, behind a first line that says what happened'() {
    await withFiles({ 'readable/a.yaml': '' }, async (folder) => {
      // A folder where a file should be: the write is refused by the machine.
      mkdirSync(join(folder, 'taken'));
      chmodSync(join(folder, 'taken'), 0o500);
      const init = (env: Record<string, string | undefined>) =>
        gatewayIntent(['init', join(folder, 'readable/a.yaml/b')], { env: { DEBUG: undefined, ...env } });
      const plain = await init({});
      assert.is(plain.status, 2);
      assert.match(plain.stderr, /^gateway-intent: [^\n]+\n$/);
      const debug = await init({ DEBUG: '1' });
      assert.match(debug.stderr, /^gateway-intent: [^\n]+\n.*\n +at /s);
    });
  },
});

const deep = `${'['.repeat(20_000)}${']'.repeat(20_000)}`;

suite('process: hostile input', {
  async 'nesting, aliases and cut-off input end in a finding, not in a stack trace'() {
    const bomb =
      'a: &a [x, x]\nb: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a]\nc: &c [*b, *b, *b, *b, *b, *b, *b, *b]\nd: &d [*c, *c, *c, *c, *c, *c, *c, *c]\ne: [*d, *d, *d, *d, *d, *d, *d]';
    for (const text of [
      list(`- ${deep}`),
      list(
        asItem(
          `apiVersion: gatewayintent.dev/v1alpha1\nkind: GatewayIntent\nmetadata: {name: a, namespace: a}\nspec:\n  ${bomb.replaceAll('\n', '\n  ')}`,
        ),
      ),
      list(asItem(intent())).slice(0, 300),
    ]) {
      const { status, stderr } = await gatewayIntent([], { input: text });
      assert.ok(status === 1 || status === 2, `${status}`);
      assert.not.match(stderr, /internal error|\n +at /);
    }
  },
});

suite('process: signals', {
  async 'SIGTERM ends it at every stage, at once'() {
    for (const delay of [20, 60, 120, 200, 400]) {
      const child = spawn(runtime, [program], { stdio: ['pipe', 'pipe', 'pipe'] });
      const end = ended(child);
      child.stdin.on('error', () => undefined);
      child.stdin.write(big.slice(0, big.length / 2)); // and no end
      await pause(delay);
      const before = Date.now();
      child.kill('SIGTERM');
      const { code, signal } = await end;
      assert.ok(Date.now() - before < 1000, `${Date.now() - before} ms`);
      assert.ok(signal === 'SIGTERM' || code === 143, `${code} ${signal}`);
    }
  },
  async 'SIGTERM ends it when nobody reads'() {
    const child = spawn(runtime, [program], { stdio: ['pipe', 'pipe', 'inherit'] });
    const end = ended(child);
    child.stdin.end(big);
    child.stdout.pause();
    await pause(1500);
    const before = Date.now();
    child.kill('SIGTERM');
    child.stdout.resume();
    assert.is((await end).signal, 'SIGTERM');
    assert.ok(Date.now() - before < 1000);
  },
});

suite('process: files', {
  async 'a killed process leaves files whole, and none of its own'() {
    const original = intent();
    for (const delay of [40, 80, 120, 160, 200, 260, 320])
      await withFiles({ 'keep.yaml': original }, async (folder) => {
        const child = spawn(runtime, [program, 'init', folder, '--kpt'], { stdio: 'ignore' });
        const end = ended(child);
        await pause(delay);
        child.kill('SIGKILL');
        await end;
        assert.is(readFileSync(join(folder, 'keep.yaml'), 'utf8'), original);
        for (const file of readdirSync(folder)) {
          const text = readFileSync(join(folder, file), 'utf8');
          assert.ok(file.endsWith('.tmp') || text.endsWith('\n'), `${file} is whole`);
          assert.ok(text.length > 0 || file.endsWith('.tmp'));
        }
      });
  },
  async 'links between files are followed, links to folders are not'() {
    await withFiles({ 'app/a.yaml': '', 'shared/intent.yaml': intent() }, async (folder) => {
      symlinkSync('../shared/intent.yaml', join(folder, 'app/intent.yaml'));
      symlinkSync('..', join(folder, 'app/loop.yaml'));
      symlinkSync('nowhere', join(folder, 'app/dangling.yaml'));
      const { status, stdout, stderr } = await gatewayIntent(['render', join(folder, 'app')]);
      assert.is(status, 0, stderr);
      assert.match(stdout, /kind: Gateway\n/);
    });
  },
});

const careful = !isRoot
  ? 'setpriv and unshare need root'
  : spawnSync('setpriv', ['--version']).status === 0
    ? undefined
    : 'setpriv is missing';

hostSuite('process: without rights', careful, {
  async 'any user, no HOME, no network, nothing writable'() {
    const input = list(asItem(intent()));
    const outputs = new Set<string>();
    for (const user of ['65534', '999', '4242']) {
      const readOnly = 'mount --bind / /mnt && mount -t proc proc /mnt/proc && mount -o remount,bind,ro /mnt';
      const { status, stdout, stderr } = await execute(
        'unshare',
        [
          '--net',
          '--mount',
          'bash',
          '-c',
          `${readOnly}; cd / && exec chroot /mnt setpriv --reuid ${user} --regid ${user} --clear-groups env -i PATH="$PATH" "${runtime}" "${program}"`,
        ],
        { input },
      );
      assert.is(status, 0, stderr);
      assert.match(stdout, /kind: VirtualService/);
      outputs.add(stdout);
    }
    assert.is(outputs.size, 1);
  },
  async 'what cannot be read or written is said, and is not called our mistake'() {
    await withFiles({ 'secret/a.yaml': intent() }, async (folder) => {
      chmodSync(join(folder, 'secret'), 0o700);
      chmodSync(folder, 0o755);
      for (const args of [
        ['render', join(folder, 'secret')],
        ['init', folder],
      ]) {
        const { status, stderr } = await execute('setpriv', [
          '--reuid',
          '65534',
          '--regid',
          '65534',
          '--clear-groups',
          runtime,
          program,
          ...args,
        ]);
        assert.is(status, 2);
        assert.match(stderr, /^gateway-intent: "[^"]+": this user may not read or write it \(EACCES\)\n$/);
      }
    });
  },
});

suite('process: speed', {
  async 'a trivial package takes less than three times the start of Node itself'() {
    const input = list(asItem(intent()));
    const milliseconds = async (command: string, args: readonly string[]) => {
      const before = performance.now();
      const { status } = await execute(command, args, { input });
      assert.is(status, 0);
      return performance.now() - before;
    };
    // In turns: what else the machine does meets both.
    let [bare, whole] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
    for (let run = 0; run < 9; run++) {
      bare = Math.min(bare, await milliseconds(process.execPath, ['-e', '0']));
      whole = Math.min(whole, await milliseconds(runtime, [program]));
    }
    assert.ok(whole < 3 * bare, `node ${bare.toFixed(0)} ms, gateway-intent ${whole.toFixed(0)} ms`);
  },
});
