import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { packageFiles } from './case.ts';
import { execute } from './judges/execute.ts';

const program = fileURLToPath(new URL('../../dist/gateway-intent.js', import.meta.url));

/** The manifests of a package as the command line prints them. A package without an intent, and any with `asIs`, is taken as it is written. */
export async function renderPackage(folder: string, asIs = false): Promise<string> {
  const files = packageFiles(folder).map((path) => readFileSync(path, 'utf8'));
  if (asIs || !files.some((text) => /^kind: ["']?GatewayIntent["']?\s*$/m.test(text))) return files.join('\n---\n');
  const { status, stdout, stderr } = await execute(process.execPath, [program, 'render', folder]);
  if (status !== 0) throw new Error(`render: exit ${status}\n${stderr.trim()}`);
  return stdout;
}
