import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { program, programFolder, runtime } from './program.ts';

/**
 * Hosts that call `docker run … IMAGE` get the program itself: everything about the call is real but the container. The arguments of every call are kept in
 * `calls`.
 */
export function dockerStandIn(): { readonly env: Readonly<Record<string, string>>; readonly calls: string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'gateway-intent-docker-'));
  const calls = join(folder, 'calls');
  writeFileSync(
    join(folder, 'docker'),
    `#!/bin/bash
echo "$*" >> ${calls}
case "$1" in
  version|info) echo 28.2.2; exit ;;
  run) ;;
  *) exit 0 ;;
esac
shift
arguments=() variables=()
while [ $# -gt 0 ]; do
  case "$1" in
    -e|--env) case "$2" in *=*) variables+=("$2") ;; esac; shift 2 ;;
    --network|--user|--name|--mount|--pull|--workdir|-a) shift 2 ;;
    -*) shift ;;
    *) shift; arguments=("$@"); break ;;
  esac
done
exec env -i PATH="$PATH" "\${variables[@]}" "${runtime}" "${program}" "\${arguments[@]}"
`,
  );
  chmodSync(join(folder, 'docker'), 0o755);
  return {
    env: { PATH: `${folder}:${programFolder}:${process.env.PATH}`, KPT_FN_RUNTIME: 'docker', KRM_FN_RUNTIME: 'docker' },
    calls,
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
