import { join } from 'node:path';
import { parseAllDocuments, stringify } from 'yaml';
import type { KubeObject } from '../../../functions/krm/kube-object.ts';
import { execute } from './execute.ts';
import { withFiles } from './temporary.ts';
import { tool } from './tool.ts';

export interface Injection {
  /** The pods of all Deployments as Istio's webhook leaves them; those that it does not want are as they were. */
  readonly pods: readonly KubeObject[];
  /** `namespace/name: the webhook's reason` of every pod that it refused. */
  readonly refused: readonly string[];
}

/** Runs the Deployments of the manifests through Istio's real injection webhook. `templates` are additional injection templates, name → text. */
export function istioInject(manifests: string, templates: Readonly<Record<string, string>> = {}): Promise<Injection> {
  return withFiles({ 'manifests.yaml': manifests, 'templates.yaml': stringify(templates) }, async (folder) => {
    const args = ['-pod', '-templates', join(folder, 'templates.yaml'), join(folder, 'manifests.yaml')];
    const { status, stdout, stderr } = await execute(tool('istio-inject'), args);
    if (status > 1) throw new Error(`istio-inject: ${stderr}`);
    return {
      pods: parseAllDocuments(stdout)
        .map((document) => document.toJS() as KubeObject | null)
        .filter((object): object is KubeObject => object !== null),
      refused: [...stderr.matchAll(/^# (\S+\/\S+: (?!API server calls).*)$/gm)].map((match) => match[1] ?? ''),
    };
  });
}
