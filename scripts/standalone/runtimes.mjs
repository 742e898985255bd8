// The runtime that standalone executables bring along, as its makers publish it: docs/decisions/0021-bun-in-standalone-executables.md.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

const version = '1.4.5';

/** What is built, by the names that container images and downloads use. */
export const targets = {
  'linux-amd64': {
    bun: 'linux-x64',
    integrity: 'IWX9BELoGHAUtMonkeSaNaZwXzRk+oDw6Mk+HBFXd3KHYIBNBsIGRupMZPcgNoDbJpLu6gAJjIoIVPZtt1aJ1g==',
  },
  'linux-arm64': {
    bun: 'linux-aarch64',
    integrity: '4BXmsSKnjOrlGWqZV4x/oWa7AVoR+B6lCXddMzOAXBIm3t50eslg9wb66gmtW1AamEQ1l1CDvmmruysEhqOWMg==',
  },
  'darwin-amd64': {
    bun: 'darwin-x64',
    integrity: 'qkLPMGHZM9NI6CeHTWwVezzmlo6cC4Ta7yUAjYIWXS366qQcOlcp75t2uZyiuVRBMPS0h9qE0tCcvCHGaFqjJg==',
  },
  'darwin-arm64': {
    bun: 'darwin-aarch64',
    integrity: '4MIFXHmctH2EhAxLXm2/qxNtv17dFtLJylvaOCsrgq6KSqHTs6eW5YSrJjRbJxYUJaR901fsN8JfZOa+CsWpWQ==',
  },
};

/** The target of the machine that builds. */
export const ownTarget = `${process.platform}-${process.arch === 'x64' ? 'amd64' : process.arch}`;

const folder = process.env.GATEWAY_INTENT_CACHE ?? join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'gateway-intent');

/** Where the runtime of a target is, or would be. */
export const runtimePath = (target) => join(folder, `bun-${version}-${targets[target].bun}`, 'bun');

/** The runtime of a target: from the npm registry, checked, and kept for the next time. */
export function runtime(target) {
  const path = runtimePath(target);
  if (existsSync(path)) return path;
  mkdirSync(folder, { recursive: true });
  const draft = mkdtempSync(join(folder, 'bun-'));
  try {
    const [{ filename }] = JSON.parse(npm('pack', `@oven/bun-${targets[target].bun}@${version}`, '--json', '--pack-destination', draft));
    const archive = join(
      draft,
      filename.replaceAll(/^@|\//g, (part) => (part === '/' ? '-' : '')),
    );
    checkIntegrity(target, readFileSync(archive));
    execFileSync('tar', ['xzf', archive, '-C', draft, '--strip-components=2', 'package/bin/bun']);
    rmSync(archive);
    renameSync(draft, join(path, '..'));
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
  return path;
}

const npm = (...args) => execFileSync('npm', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });

function checkIntegrity(target, bytes) {
  const found = createHash('sha512').update(bytes).digest('base64');
  if (found !== targets[target].integrity) throw new Error(`the runtime of ${target} is not the one that is known: sha512-${found}`);
}
