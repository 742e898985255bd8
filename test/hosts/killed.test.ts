import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import * as assert from 'uvu/assert';
import { execute } from '../conformance/judges/execute.ts';
import { withFiles } from '../conformance/judges/temporary.ts';
import { hostSuite } from './host-suite.ts';
import { filesOf, intent } from './packages.ts';
import { gatewayIntent, program, runtime } from './program.ts';

/** Ends the process, or makes the machine refuse, at the call of number `AT` that changes a file. Half of the text is written then. */
const faults = `
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
let left = Number(process.env.AT);
for (const name of ['mkdirSync', 'writeFileSync', 'chmodSync', 'renameSync']) {
  const real = fs[name];
  fs[name] = (path, ...rest) => {
    if (left-- !== 0) return real(path, ...rest);
    if (name === 'writeFileSync') real(path, rest[0].slice(0, rest[0].length / 2));
    if (process.env.FAULT.startsWith('SIG')) process.kill(process.pid, process.env.FAULT);
    else throw Object.assign(new Error(process.env.FAULT + ': no space left on device'), { code: process.env.FAULT, syscall: 'write' });
    return real(path, ...rest);
  };
}
syncBuiltinESMExports();
`;

type Files = Readonly<Record<string, string>>;

interface Use {
  readonly args: readonly string[];
  readonly files: Files;
}

const uses: Readonly<Record<string, Use>> = {
  'init writes two files into a new folder': { args: ['init', 'new/folder', '--kpt'], files: { 'a.yaml': 'a: b\n' } },
  'eject writes two files': { args: ['eject', 'service/public', 'gateway/public', 'apps'], files: { 'apps/intent.yaml': intent() } },
  'install writes the program': { args: ['install', 'bin'], files: { 'bin/gateway-intent': 'old\n' } },
};

interface Run {
  readonly status: number | null;
  readonly stderr: string;
  readonly before: Files;
  readonly after: Files;
  readonly folder: string;
}

const isDraft = (path: string): boolean => path.endsWith('.tmp');
const foldersIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? join(entry.parentPath, entry.name) : [],
  );

/** Runs a command with a fault at the call of number `at`. */
function withFault({ args, files }: Use, fault: string, at: number, judge: (run: Run) => void): Promise<void> {
  return withFiles({ 'faults.mjs': faults }, (other) =>
    withFiles(files, async (folder) => {
      const before = filesOf(folder);
      const env = { AT: String(at), FAULT: fault, NODE_OPTIONS: `--import=${join(other, 'faults.mjs')}` };
      const { status, stderr } = await gatewayIntent(args, { cwd: folder, env });
      judge({ status, stderr, before, after: filesOf(folder), folder });
    }),
  );
}

/** With a fault at every call in turn, until there are no more. */
async function atEveryCall(use: Use, fault: string, judge: (run: Run) => void): Promise<void> {
  let failed = true;
  let at = 0;
  for (; failed; at++)
    await withFault(use, fault, at, (run) => {
      failed = run.status !== 0;
      judge(run);
    });
  assert.ok(at >= 6, `${at} calls`);
}

/** What the command leaves where nothing goes wrong. */
async function resultOf({ args, files }: Use): Promise<Files> {
  let result: Files = {};
  await withFiles(files, async (folder) => {
    assert.is((await gatewayIntent(args, { cwd: folder })).status, 0);
    result = filesOf(folder);
  });
  return result;
}

const each = (name: string, judge: (use: Use, wanted: Files) => Promise<void>) =>
  Object.fromEntries(Object.entries(uses).map(([title, use]) => [`${title}: ${name}`, async () => judge(use, await resultOf(use))]));

function allWhole({ before, after }: Run, wanted: Files): void {
  for (const [path, text] of Object.entries(after)) if (!isDraft(path)) assert.ok(text === before[path] || text === wanted[path], path);
  for (const path of Object.keys(before)) assert.ok(path in after, path);
}

hostSuite(
  'a process that ends too early',
  process.env.GATEWAY_INTENT_STANDALONE === undefined ? undefined : 'faults are put into the script, not into executables',
  {
    ...each('killed at any call, it leaves whole files, and the next run tidies up', (use, wanted) =>
      atEveryCall(use, 'SIGKILL', (run) => {
        allWhole(run, wanted);
        spawnSync(process.execPath, [program, ...use.args], { cwd: run.folder });
        const drafts = Object.keys(filesOf(run.folder)).filter(isDraft);
        assert.equal(
          drafts.filter((path) => path.replace(/\.\d+\.tmp$/, '') in wanted && use.args[0] !== 'init'),
          [],
        );
      }),
    ),
    ...each('where the disk is full, nothing is changed and nothing is left behind', (use, wanted) =>
      atEveryCall(use, 'ENOSPC', (run) => {
        const { status, stderr, before, after, folder } = run;
        allWhole(run, wanted);
        assert.equal(Object.keys(after).filter(isDraft), []);
        if (status === 0) return;
        assert.is(status, 2);
        assert.match(stderr, /^gateway-intent: ENOSPC: no space left on device\n$/);
        if (isDeepStrictEqual(after, before)) assert.equal(foldersIn(folder).length, foldersOf(before).size);
      }),
    ),
    ...each('asked to end, it ends what it has begun', async (use, wanted) => {
      for (const at of [1, 4])
        await withFault(use, 'SIGTERM', at, ({ status, after }) => {
          assert.is(status, 0);
          assert.equal(after, wanted);
        });
    }),
    'files keep their mode and their owner': () =>
      withFiles({ 'intent.yaml': intent() }, async (folder) => {
        const file = join(folder, 'made.yaml');
        writeFileSync(file, (await gatewayIntent(['render', folder])).stdout);
        chmodSync(file, 0o640);
        if (process.getuid?.() === 0) chownSync(file, 1234, 1235);
        const { mode, uid, gid } = statSync(file);
        assert.is((await gatewayIntent(['eject', 'service/public', folder])).status, 0);
        assert.match(readFileSync(file, 'utf8'), 'ejected-from');
        const after = statSync(file);
        assert.equal([after.mode, after.uid, after.gid], [mode, uid, gid]);
      }),
    'what is no file is written to': () =>
      withFiles(
        { 'intent.yaml': `${intent()}  checks: [{request: 'GET https://shop.example.com/', expect: {to: 'frontend:8080'}}]\n` },
        async (folder) => {
          const env = { RUNTIME: runtime, PROGRAM: program };
          const { stdout } = await execute('bash', ['-c', '"$RUNTIME" "$PROGRAM" test --junit /dev/stdout . | cat'], { cwd: folder, env });
          assert.match(stdout, '<testsuites');
        },
      ),
  },
);

const foldersOf = (files: Files): ReadonlySet<string> =>
  new Set(
    Object.keys(files)
      .map(dirname)
      .filter((path) => path !== '.'),
  );
