// Builds executables that need no Node: node scripts/build-standalone.mjs [TARGET...] [--to FOLDER]. Without targets all of them, into dist/standalone.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { bundleOptions } from './build/bundle-options.mjs';
import { ownTarget, runtime, targets } from './standalone/runtimes.mjs';
import { signed } from './standalone/sign.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const { values, positionals } = parseArgs({ options: { to: { type: 'string' } }, allowPositionals: true });
const wanted = positionals.length > 0 ? positionals : Object.keys(targets);
const unknown = wanted.find((target) => !(target in targets));
if (unknown !== undefined) {
  console.error(`there is no target "${unknown}": use ${Object.keys(targets).join(', ')}`);
  process.exit(2);
}
const folder = resolve(values.to ?? join(root, 'dist/standalone'));
mkdirSync(folder, { recursive: true });

/** The program as one script, in a folder where nothing else is: what the compiler finds beside it must not matter. */
const work = mkdtempSync(join(folder, '.work-'));
try {
  await build({
    ...bundleOptions,
    entryPoints: ['functions/main.ts'],
    outfile: join(work, 'gateway-intent.cjs'),
  });
  for (const target of wanted) compile(target);
} finally {
  rmSync(work, { recursive: true, force: true });
}
writeChecksums();

function compile(target) {
  const started = Date.now();
  const name = `gateway-intent-${target}`;
  // The same name for all: the compiler writes it into what it makes. Settings of the folder where the program runs are none of its business.
  execFileSync(
    runtime(ownTarget),
    [
      'build',
      'gateway-intent.cjs',
      '--compile',
      '--bytecode',
      `--target=bun-${targets[target].bun}`,
      `--compile-executable-path=${runtime(target)}`,
      '--no-compile-autoload-dotenv',
      '--no-compile-autoload-bunfig',
      '--no-compile-autoload-tsconfig',
      '--no-compile-autoload-package-json',
      '--outfile=gateway-intent',
    ],
    { cwd: work, stdio: ['ignore', 'ignore', 'inherit'] },
  );
  const made = join(work, 'gateway-intent');
  // For the other processor the compiler itself signs anew.
  if (target === 'darwin-amd64') writeFileSync(made, signed(readFileSync(made), 'gateway-intent'));
  renameSync(made, join(folder, name));
  const megabytes = Math.round(statSync(join(folder, name)).size / 1e6);
  console.error(`${name}: ${megabytes} MB in ${((Date.now() - started) / 1000).toFixed(1)} s`);
}

/** SHA256SUMS of all executables that are there, as `sha256sum --check` reads it. */
function writeChecksums() {
  const names = readdirSync(folder).filter((name) => name.startsWith('gateway-intent-'));
  const lines = names.sort().map(
    (name) =>
      `${createHash('sha256')
        .update(readFileSync(join(folder, name)))
        .digest('hex')}  ${name}\n`,
  );
  writeFileSync(join(folder, 'SHA256SUMS'), lines.join(''));
}
