// Makes a fresh clone ready: installs what package-lock.json names when it is not there yet, and builds dist/ when a source is newer or another Node built it.
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const run = (command, ...args) =>
  execFileSync(command, args, { cwd: root, stdio: ['ignore', 'ignore', 'inherit'], shell: process.platform === 'win32' });
const time = (path) => (existsSync(path) ? statSync(path).mtimeMs : 0);
const newest = (folder) =>
  readdirSync(folder, { withFileTypes: true }).reduce(
    (latest, entry) => Math.max(latest, entry.isDirectory() ? newest(join(folder, entry.name)) : time(join(folder, entry.name))),
    0,
  );

/** Whether it was this V8 that compiled the program: another one takes nothing of it. */
const isCompiledHere = (cache) => existsSync(cache) && readFileSync(cache).toString('latin1', 0, 1024).includes(`"${process.versions.v8}"`);

if (time(join(root, 'node_modules/.package-lock.json')) < time(join(root, 'package-lock.json'))) {
  console.error('installing the dependencies that package-lock.json names …');
  run('npm', 'ci', '--ignore-scripts', '--no-audit', '--no-fund');
}
const sources = Math.max(
  newest(join(root, 'functions')),
  newest(join(root, 'scripts/build')),
  time(join(root, 'package.json')),
  time(join(root, 'scripts/build.mjs')),
);
const program = join(root, 'dist/gateway-intent.js');
if (time(program) < sources || !isCompiledHere(`${program}.cache`)) {
  console.error('building dist/gateway-intent.js …');
  run(process.execPath, 'scripts/build.mjs');
}
