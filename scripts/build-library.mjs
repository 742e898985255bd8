// Bundles what `import … from 'gateway-intent'` gets: dist/index.js and its types. Its types need no other file: functions/library.ts declares them all.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { bundleOptions } from './build/bundle-options.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

await build({
  ...bundleOptions,
  entryPoints: ['functions/library.ts'],
  outfile: 'dist/index.js',
});

const work = mkdtempSync(join(root, 'dist/types-'));
try {
  const options = [
    '--noEmit',
    'false',
    '--declaration',
    '--emitDeclarationOnly',
    '--outDir',
    work,
    '--rootDir',
    'functions',
    '--skipLibCheck',
  ];
  const strict = [
    '--strict',
    '--module',
    'nodenext',
    '--target',
    'es2022',
    '--lib',
    'es2023',
    '--types',
    'node',
    '--allowImportingTsExtensions',
  ];
  // A file on the command line leaves tsconfig.json out.
  execFileSync(process.execPath, ['node_modules/typescript/bin/tsc', '--ignoreConfig', ...options, ...strict, 'functions/library.ts'], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  renameSync(join(work, 'library.d.ts'), join(root, 'dist/index.d.ts'));
} finally {
  rmSync(work, { recursive: true, force: true });
}
