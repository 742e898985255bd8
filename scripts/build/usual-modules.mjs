import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundleOptions } from './bundle-options.mjs';
import { runOnce, usualRuns } from './usual-runs.mjs';

/** The sources of which usual runs of the program execute a function; the program is one script, where esbuild names the source of every part in a comment. */
export function usualModules(program) {
  // Beside the program, where it finds its libraries.
  const dist = join(bundleOptions.absWorkingDir, 'dist');
  mkdirSync(dist, { recursive: true });
  const folder = mkdtempSync(join(dist, 'usual-'));
  try {
    const file = join(folder, 'program.cjs');
    writeFileSync(file, program);
    for (const run of usualRuns) runOnce(file, run, { NODE_V8_COVERAGE: folder });
    const modules = [...program.matchAll(/^\/\/ (\S+)$/gm)].map(({ 1: path, index }) => ({ path, index }));
    const executed = new Set();
    for (const at of readdirSync(folder)
      .filter((name) => name.endsWith('.json'))
      .flatMap((name) => executedIn(join(folder, name), file)))
      executed.add(modules.findLast(({ index }) => index <= at)?.path);
    return executed;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Where the functions begin that were called. */
function executedIn(coverage, file) {
  const { result } = JSON.parse(readFileSync(coverage, 'utf8'));
  return result
    .filter(({ url }) => url.endsWith(file.replaceAll('\\', '/')))
    .flatMap(({ functions }) => functions.filter(({ ranges: [{ count, startOffset }] }) => count > 0 && startOffset > 0))
    .map(({ ranges: [{ startOffset }] }) => startOffset);
}
