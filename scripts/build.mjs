// Bundles dist/gateway-intent.js: node scripts/build.mjs [--readable] [FOLDER]. `--readable` keeps the names of functions, for profiles.
// Plain JavaScript, because it is what turns TypeScript into something that runs.
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { bundleOptions } from './build/bundle-options.mjs';
import { flatImports } from './build/flat.mjs';
import { lateModules } from './build/late.mjs';
import { launcher } from './build/launcher.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const isReadable = process.argv.includes('--readable');
const dist = process.argv.slice(2).find((arg) => !arg.startsWith('--')) ?? join(root, 'dist');

const { outputFiles } = await build({
  ...bundleOptions,
  entryPoints: ['functions/main.ts'],
  minify: !isReadable,
  write: false,
  plugins: [flatImports, lateModules(root)],
});

mkdirSync(dist, { recursive: true });
const file = join(dist, 'gateway-intent.js');
const draft = `${file}.${process.pid}`;
writeFileSync(draft, launcher(outputFiles[0].text));
chmodSync(draft, 0o755);
writeFileSync(join(dist, 'package.json'), '{"type":"commonjs"}\n');
rmSync(`${file}.cache`, { force: true });
renameSync(draft, file);
// What a usual run needs is compiled once, here.
const sample = JSON.stringify({
  apiVersion: 'config.kubernetes.io/v1',
  kind: 'ResourceList',
  items: [
    {
      apiVersion: 'gatewayintent.dev/v1alpha1',
      kind: 'GatewayIntent',
      metadata: { name: 'a', namespace: 'a' },
      spec: {
        gateways: [{ name: 'public' }],
        expose: [{ hosts: ['a.example.com'], to: 'service:80', tls: { secretName: 'a' } }],
        egress: [{ url: 'https://b.example.com', via: 'Sidecar' }],
      },
    },
  ],
});
const env = { ...process.env, GATEWAY_INTENT_WRITE_CACHE: '1' };
spawnSync(process.execPath, [file], { input: sample, env, stdio: ['pipe', 'ignore', 'inherit'] });
// What was compiled before is kept, and what this needs is added.
spawnSync(process.execPath, [file, 'render', join(root, 'samples/smallest')], { env, stdio: ['ignore', 'ignore', 'ignore'] });
