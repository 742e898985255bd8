// Bundles dist/gateway-intent.js: node scripts/build.mjs [--readable] [FOLDER]. `--readable` keeps the names of functions, for profiles.
// Plain JavaScript, because it is what turns TypeScript into something that runs.
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { launcher } from './build/launcher.mjs';
import { scripts } from './build/split.mjs';
import { otherRuns, usualRuns } from './build/usual-runs.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const isReadable = process.argv.includes('--readable');
const dist = process.argv.slice(2).find((arg) => !arg.startsWith('--')) ?? join(root, 'dist');

mkdirSync(dist, { recursive: true });
const file = join(dist, 'gateway-intent.js');
const draft = `${file}.${process.pid}`;
writeFileSync(draft, launcher(await scripts({ minify: !isReadable })));
chmodSync(draft, 0o755);
writeFileSync(join(dist, 'package.json'), '{"type":"commonjs"}\n');
rmSync(`${file}.cache`, { force: true });
renameSync(draft, file);

/** Runs the program, and keeps what V8 compiled of some of its scripts, beside what was compiled before. */
function compile(names, { args, input }) {
  const env = { ...process.env, GATEWAY_INTENT_WRITE_CACHE: names };
  const { status, stderr } = spawnSync(process.execPath, [file, ...args], { input, env, stdio: ['pipe', 'ignore', 'pipe'] });
  if (status > 1) throw new Error(`${args.join(' ') || 'the function'} ends with ${status}:\n${stderr}`);
}
// What usual runs need of the main script is compiled with it, and no more: it is read at every start.
for (const run of usualRuns) compile('main', run);
for (const run of otherRuns) compile('late,yaml,re2js,rfc6902,ignore', run);
