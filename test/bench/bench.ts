// Measures the built program against its targets: npm run bench [-- PATTERN] [-- --rounds N]. A pattern selects comparisons by name.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { comparisons } from './comparisons.ts';
import { formatRows, isMissed, type Row } from './row.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const args = process.argv.slice(2);
const at = args.indexOf('--rounds');
const rounds = at === -1 ? 7 : Number(args[at + 1]);
const pattern = new RegExp(args.find((arg, index) => !arg.startsWith('--') && index !== at + 1) ?? '.', 'i');
const folder = mkdtempSync(join(tmpdir(), 'gateway-intent-bench-'));
const rows: Row[] = [];
const missing: string[] = [];
try {
  for (const [name, comparison] of Object.entries(comparisons)) {
    if (!pattern.test(name)) continue;
    const found = await comparison({ program: join(root, 'dist/gateway-intent.js'), samples: join(root, 'samples'), folder, rounds });
    if (typeof found === 'string') missing.push(`${name} was left out: ${found} is missing`);
    else rows.push(...found);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.stdout.write(formatRows(rows));
for (const line of missing) process.stderr.write(`${line}\n`);
process.exitCode = rows.some(isMissed) || (missing.length > 0 && process.env.CI === 'true') ? 1 : 0;
