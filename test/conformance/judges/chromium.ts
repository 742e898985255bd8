import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { execute } from './execute.ts';
import { withFiles } from './temporary.ts';

const program = 'chromium-headless-shell';
const safe = ['--no-sandbox', '--disable-gpu'];

/** Why pages cannot be shown here, or `undefined` when they can. */
export function missingChromium(): string | undefined {
  return spawnSync(program, ['--version'], { stdio: 'ignore' }).status === 0
    ? undefined
    : `${program} is missing: apt-get install ${program}`;
}

/** The page as a PNG. */
export function screenshot(html: string, size = { width: 1280, height: 900 }): Promise<Buffer> {
  return withFiles({ 'page.html': html }, async (folder) => {
    const picture = join(folder, 'page.png');
    const args = [...safe, `--window-size=${size.width},${size.height}`, `--screenshot=${picture}`, `file://${join(folder, 'page.html')}`];
    const { status, stderr } = await execute(program, args);
    if (status !== 0) throw new Error(`${program}: ${stderr.slice(-1500)}`);
    return readFileSync(picture);
  });
}

/** The document after its scripts ran. */
export function renderedDocument(html: string): Promise<string> {
  return withFiles({ 'page.html': html }, async (folder) => {
    const { status, stdout, stderr } = await execute(program, [...safe, '--dump-dom', `file://${join(folder, 'page.html')}`]);
    if (status !== 0) throw new Error(`${program}: ${stderr.slice(-1500)}`);
    return stdout;
  });
}
