import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as assert from 'uvu/assert';
import { execute } from './conformance/judges/execute.ts';
import { withFiles } from './conformance/judges/temporary.ts';
import { missingTool, toolFolder } from './conformance/judges/tool.ts';
import { isAsShown, type Shown, type Step, stepsOf } from './docs/page.ts';
import { installed, root } from './hosts/program.ts';
import { suite } from './suite.ts';

const pages = [
  'README.md',
  ...readdirSync(join(root, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];

/** Programs that tests build for themselves come before those of the machine. */
const built = ['kustomize'].flatMap((name) => (missingTool(name) === undefined ? [toolFolder(name)] : []));
const env = { ...installed, PATH: [...built, installed.PATH].join(':'), NO_COLOR: '1' };

/** The first program of a command that this machine does not have. */
function missingProgram({ command }: Shown): string | undefined {
  const parts = command.replaceAll(/'[^']*'|"[^"]*"/g, 'text').split(/\||&&|;/);
  const programs = parts
    .map(
      (part) =>
        part
          .trim()
          .replace(/^(?:\w+=\S* )+/, '')
          .split(/\s/)[0] ?? '',
    )
    .filter((name) => /^[\w-]+$/.test(name));
  return programs.find((name) => spawnSync('bash', ['-c', `command -v ${name}`], { env: { ...process.env, ...env } }).status !== 0);
}

interface Place {
  folder: string;
}

/** Runs a command as somebody does who follows the page. Where it changes the folder, the next one runs there. */
async function run({ command, output, line }: Shown, page: string, place: Place): Promise<void> {
  const script = `{ ${command}\n} 2>&1; status=$?; pwd > "$WHERE"; exit $status`;
  const where = join(place.folder, '.where');
  const { status, stdout } = await execute('bash', ['-c', script], { cwd: place.folder, env: { ...env, WHERE: where }, timeout: 300_000 });
  const next = readFileSync(where, 'utf8').trim();
  spawnSync('rm', [where]);
  place.folder = next;
  const told = `${page}:${line}: ${command}\n${stdout}`;
  if (output === undefined || output === '') assert.is(status, 0, told);
  if (output === undefined) return;
  assert.ok(isAsShown(output, stdout), `${told}\nis not what the page shows:\n${output}`);
}

async function follow(page: string, steps: readonly Step[], folder: string): Promise<void> {
  for (const part of ['samples', 'docs']) cpSync(join(root, part), join(folder, part), { recursive: true });
  const place = { folder };
  for (const step of steps) {
    if (step.kind === 'file') {
      mkdirSync(dirname(join(place.folder, step.path)), { recursive: true });
      writeFileSync(join(place.folder, step.path), step.text);
    } else if (step.kind === 'commands') for (const shown of step.commands) await run(shown, page, place);
  }
}

/** A page whose programs are not all there is not followed half. */
async function test(page: string): Promise<void> {
  const steps = stepsOf(readFileSync(join(root, page), 'utf8'));
  const commands = steps.flatMap((step) => (step.kind === 'commands' ? step.commands : []));
  const missing = commands.map(missingProgram).find((name) => name !== undefined);
  for (const step of steps)
    if (step.kind === 'skipped') console.error(`  ${page}:${step.line}: ${step.commands.length} commands are not run: ${step.reason}`);
  if (missing === undefined) return withFiles({}, (folder) => follow(page, steps, folder));
  assert.not.ok(process.env.CI, `${page}: ${missing} is missing`);
  console.error(`\n  ${page}: ${commands.length} commands did not run: ${missing} is missing`);
}

suite('documentation: what pages show is what happens', Object.fromEntries(pages.map((page) => [page, () => test(page)])));

suite('documentation: the runner', {
  'knows files, commands and what they print'() {
    const page =
      '```yaml\n# a/b.yaml\nkind: X\n```\n\n```sh\n# comment\none \\\n  two\n```\n\n```console\n$ three\nout\n…\n```\n\n<!-- not run: no cluster -->\n\n```sh\nfour\n```\n\n```\nfive\n```\n';
    assert.equal(stepsOf(page), [
      { kind: 'file', path: 'a/b.yaml', text: 'kind: X\n', line: 2 },
      { kind: 'commands', commands: [{ command: 'one \\\n  two', output: undefined, line: 8 }], line: 7 },
      { kind: 'commands', commands: [{ command: 'three', output: 'out\n…', line: 13 }], line: 13 },
      { kind: 'skipped', commands: [{ command: 'four', output: undefined, line: 21 }], reason: 'no cluster', line: 21 },
    ]);
  },
  'takes … for anything, and nothing else'() {
    for (const [shown, found, fits] of [
      ['a\nb', 'a\nb\n', true],
      ['a\nb', 'a\nc\n', false],
      ['a\n…\nd', 'a\nb\nc\nd\n', true],
      ['a\n…\nd', 'a\nd\n', true],
      ['a … d', 'a bc d\n', true],
      ['a.', 'ab\n', false],
      ['', '', true],
      ['…', 'x\n', true],
    ] as const)
      assert.is(isAsShown(shown, found), fits, JSON.stringify([shown, found]));
  },
});
