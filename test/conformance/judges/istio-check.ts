import { join } from 'node:path';
import { execute } from './execute.ts';
import { withFiles } from './temporary.ts';
import { tool } from './tool.ts';

/** What Istio says of an object: its admission webhook (`validate`) or one of the analyzers of `istioctl analyze` (`analyze`). */
export interface IstioFinding {
  readonly source: 'parse' | 'validate' | 'analyze';
  /** IST and four digits; only of analyzers. */
  readonly code?: string;
  readonly level: 'Error' | 'Warning' | 'Info';
  /** `Kind namespace/name`. */
  readonly resource?: string;
  readonly message: string;
}

/** Istio's validation of every document, and all of its analyzers over all of them together, as if they were the whole cluster. */
export function istioCheck(manifests: string, options: { readonly rootNamespace?: string } = {}): Promise<readonly IstioFinding[]> {
  const root = options.rootNamespace ? ['-root', options.rootNamespace] : [];
  return withFiles({ 'manifests.yaml': manifests }, async (folder) => {
    const { status, stdout, stderr } = await execute(tool('istio-check'), [...root, join(folder, 'manifests.yaml')]);
    if (status > 1) throw new Error(`istio-check: ${stderr}`);
    return stdout
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as IstioFinding);
  });
}
