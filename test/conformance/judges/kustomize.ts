import { type Execution, execute } from './execute.ts';
import { tool } from './tool.ts';

/** `kustomize build` of a folder, with exec and container functions allowed. */
export function kustomizeBuild(folder: string, env: Readonly<Record<string, string>> = {}): Promise<Execution> {
  return execute(tool('kustomize'), ['build', '--enable-alpha-plugins', '--enable-exec', folder], { env });
}
