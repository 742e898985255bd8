import { join } from 'node:path';
import { type Execution, execute } from './execute.ts';
import { withFiles } from './temporary.ts';
import { tool } from './tool.ts';

export interface AnalyzeMessage {
  readonly code: string;
  readonly level: string;
  readonly origin: string;
  readonly message: string;
  readonly reference?: string;
}

/** `istioctl analyze` of the manifests without a cluster. Always of all namespaces: without `-A` it skips other namespaces and does not say so. */
export function istioctlAnalyze(manifests: string): Promise<readonly AnalyzeMessage[]> {
  return withFiles({ 'manifests.yaml': manifests }, async (folder) => {
    const { stdout, stderr } = await istioctl(['analyze', '--use-kube=false', '-A', '-o', 'json', join(folder, 'manifests.yaml')]);
    if (!stdout.trim().startsWith('[')) throw new Error(`istioctl analyze: ${stderr}`);
    return JSON.parse(stdout.slice(0, stdout.lastIndexOf(']') + 1)) as AnalyzeMessage[];
  });
}

/** `istioctl validate`: exit 0 and nothing to say, or its words on stderr. */
export function istioctlValidate(manifests: string): Promise<Execution> {
  return withFiles({ 'manifests.yaml': manifests }, (folder) => istioctl(['validate', '-f', join(folder, 'manifests.yaml')]));
}

/** Any other command. No kubeconfig is read. */
export function istioctl(args: readonly string[]): Promise<Execution> {
  return execute(tool('istioctl'), args, { env: { KUBECONFIG: '/nonexistent' } });
}
