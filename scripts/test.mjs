// Runs the tests: node scripts/test.mjs [--update] [PATTERN]. A pattern selects test files by path. Tests that need the real Istio, Envoy or API
// server are in test/conformance and run only where the pattern names them.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const args = process.argv.slice(2);
const pattern = args.find((arg) => !arg.startsWith('--')) ?? '.';
const left = pattern.includes('conformance') ? 'bench/' : '(?:bench|conformance)/';
const selected = new RegExp(`^(?=.*\\.test\\.ts$)(?!.*${left}).*(?:${pattern})`, 'i');
const env = { ...process.env, ...(args.includes('--update') ? { UPDATE_GOLDENS: '1' } : {}) };

/** Run at the same time. Tests of the hosts call other programs, and those that call kpt and podman take as long as all other ones of the hosts. */
const together = ['(?!hosts/)', '(?=hosts/(?:container|kpt))', '(?=hosts/(?!container|kpt))'];
const files = readdirSync(join(root, 'test'), { recursive: true }).map((path) => path.replaceAll('\\', '/'));
const parts = together
  .map((some) => `^${some}${selected.source.slice(1)}`)
  .filter((part) => files.some((file) => new RegExp(part, 'i').test(file)));

/** Runs one part; its output is shown as it comes, or as a whole at its end. */
async function run(part, isShown) {
  const uvu = join(root, 'node_modules/uvu/bin.js');
  const child = spawn(process.execPath, ['--import', 'tsx', uvu, join(root, 'test'), part], {
    cwd: root,
    stdio: ['ignore', isShown ? 'inherit' : 'pipe', isShown ? 'inherit' : 'pipe'],
    env: isShown ? env : { ...env, ...(process.stdout.isTTY ? { FORCE_COLOR: '1' } : {}) },
  });
  const chunks = [];
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => chunks.push(chunk));
  const [status] = await once(child, 'close');
  return { status: status ?? 1, output: Buffer.concat(chunks) };
}

if (parts.length === 0) console.error(`no test file matches ${pattern}`);
const running = parts.map((part, index) => run(part, index === 0));
process.exitCode = parts.length === 0 ? 1 : 0;
for (const part of running) {
  const { status, output } = await part;
  process.stdout.write(output);
  process.exitCode ||= status;
}
