// Runs the tests: node scripts/test.mjs [--update] [PATTERN]. A pattern selects test files by path. Tests that need the real Istio, Envoy or API
// server are in test/conformance and run only where the pattern names them.
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const args = process.argv.slice(2);
const update = args.includes('--update');
const pattern = args.find((arg) => !arg.startsWith('--')) ?? '.';
const left = pattern.includes('conformance') ? 'bench/' : '(?:bench|conformance)/';
const { status } = spawnSync(
  process.execPath,
  ['--import', 'tsx', join(root, 'node_modules/uvu/bin.js'), join(root, 'test'), `^(?=.*\\.test\\.ts$)(?!.*${left}).*${pattern}`],
  { cwd: root, stdio: 'inherit', env: { ...process.env, ...(update ? { UPDATE_GOLDENS: '1' } : {}) } },
);
process.exit(status ?? 1);
