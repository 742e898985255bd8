// Bundles the executable and the library entry into dist/. Plain JavaScript, because it is what turns TypeScript into something that runs.
import { chmodSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

rmSync(join(root, 'dist'), { recursive: true, force: true });
mkdirSync(join(root, 'dist'), { recursive: true });
await build({
  absWorkingDir: root,
  entryPoints: { 'gateway-intent': 'functions/main.ts' },
  outdir: 'dist',
  bundle: true,
  minify: true,
  keepNames: false,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  define: { VERSION: JSON.stringify(version) },
  banner: {
    js: "#!/usr/bin/env node\nimport{createRequire as gatewayIntentRequire}from'node:module';const require=gatewayIntentRequire(import.meta.url);",
  },
  logLevel: 'warning',
});
chmodSync(join(root, 'dist/gateway-intent.js'), 0o755);
