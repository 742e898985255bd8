import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const tools = join(dirname(fileURLToPath(import.meta.url)), '../tools/istio');

/** The folder with the source of the Istio that the other judges are built from; `go` keeps it in its own cache. */
export function istioSource(): string {
  const version = /^\s*istio\.io\/istio (\S+)/m.exec(readFileSync(join(tools, 'go.mod'), 'utf8'))?.[1];
  if (version === undefined) throw new Error(`no version of istio.io/istio in ${tools}/go.mod`);
  const told = execFileSync('go', ['mod', 'download', '-json', `istio.io/istio@${version}`], { cwd: tools, encoding: 'utf8' });
  return (JSON.parse(told) as { readonly Dir: string }).Dir;
}
