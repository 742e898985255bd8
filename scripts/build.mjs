// Bundles dist/gateway-intent.js: node scripts/build.mjs [--readable] [FOLDER]. `--readable` keeps the names of functions, for profiles.
// Plain JavaScript, because it is what turns TypeScript into something that runs.
import { chmodSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { launcher } from './build/launcher.mjs';
import { scripts } from './build/split.mjs';
import { otherRuns, runOnce, usualRuns } from './build/usual-runs.mjs';

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

/** Runs the program, which keeps what V8 compiled of some of its scripts, beside what was compiled before. */
const compile = (names) => (run) => runOnce(file, run, { GATEWAY_INTENT_WRITE_CACHE: names });
// What usual runs need of the main script is compiled with it, and no more: it is read at every start.
usualRuns.forEach(compile('main'));
otherRuns.forEach(compile('late,yaml,re2js,rfc6902,ignore'));
