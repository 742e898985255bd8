import { join } from 'node:path';
import type { KubeObject } from '../../../functions/krm/kube-object.ts';
import { kindOf, splitVersion } from '../../../functions/validate/fields/kinds.ts';
import type { ApiServer } from '../judges/api-server.ts';
import { execute } from '../judges/execute.ts';
import type { IstioFinding } from '../judges/istio-check.ts';
import { withFiles } from '../judges/temporary.ts';
import { tool } from '../judges/tool.ts';

/** What upstream says of one object. */
export interface Answer {
  /** The object with the defaults of the API server, without what it drops; absent where it refuses it. */
  readonly stored?: KubeObject | undefined;
  /** Why the API server or Istio's webhook refuses it; empty where they take it. */
  readonly refusals: readonly string[];
  readonly warnings: readonly string[];
  /** It is refused for what the cluster at hand lacks. */
  readonly dependsOnCluster?: boolean;
}

const atOnce = 200;

/** A real API server with strict field validation, and for the kinds of Istio its webhook. Objects are judged one by one. */
export async function askUpstream(server: ApiServer, objects: readonly KubeObject[]): Promise<readonly Answer[]> {
  const stored = await askServer(server, objects);
  // What the API server refuses never gets to the webhook.
  const admitted = await askWebhook(stored.map((answer) => answer.stored));
  return stored.map((answer, index) => {
    const webhook = admitted.get(index);
    return webhook === undefined ? answer : { refusals: webhook.refusals, warnings: [...answer.warnings, ...webhook.warnings] };
  });
}

async function askServer(server: ApiServer, objects: readonly KubeObject[]): Promise<readonly Answer[]> {
  const answers: Answer[] = [];
  for (let start = 0; start < objects.length; start += atOnce)
    answers.push(...(await Promise.all(objects.slice(start, start + atOnce).map((object) => askOnce(server, object)))));
  return answers;
}

async function askOnce(server: ApiServer, object: KubeObject): Promise<Answer> {
  const { status, body, warnings } = await server.create(object, { dryRun: true });
  if (status < 300) return { stored: body as unknown as KubeObject, refusals: [], warnings };
  const message = String(body.message);
  return { refusals: [message], warnings, dependsOnCluster: /not configured (?:for|on)/.test(message) };
}

/** By the position of the object. Each is a file of its own, and has a name of its own: the webhook's answers are told apart by these. */
async function askWebhook(objects: readonly (KubeObject | undefined)[]): Promise<ReadonlyMap<number, Answer>> {
  const answers = new Map<number, { refusals: string[]; warnings: string[] }>();
  const asked = objects.flatMap((object, index) => (object !== undefined && isIstio(object) ? [{ object, index }] : []));
  for (let start = 0; start < asked.length; start += atOnce) {
    const batch = asked.slice(start, start + atOnce);
    const files = Object.fromEntries(batch.map(({ object, index }) => [`object-${index}.yaml`, JSON.stringify(renamed(object, index))]));
    for (const { index } of batch) answers.set(index, { refusals: [], warnings: [] });
    for (const { source, level, resource, message } of await istioCheckFiles(files)) {
      const answer = answers.get(Number(/-(\d+)(?:\.yaml)?$/.exec(resource ?? '')?.[1] ?? Number.NaN));
      if (source !== 'analyze' && answer !== undefined) answer[level === 'Error' ? 'refusals' : 'warnings'].push(message);
    }
  }
  return answers;
}

function istioCheckFiles(files: Readonly<Record<string, string>>): Promise<readonly IstioFinding[]> {
  return withFiles(files, async (folder) => {
    const paths = Object.keys(files).map((name) => join(folder, name));
    const { status, stdout, stderr } = await execute(tool('istio-check'), ['-analyze=false', ...paths]);
    if (status > 1) throw new Error(`istio-check: ${stderr}`);
    return stdout
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as IstioFinding);
  });
}

const isIstio = ({ apiVersion, kind }: KubeObject): boolean => kindOf(splitVersion(apiVersion).group, kind)?.upstream === 'istio';

const renamed = (object: KubeObject, index: number): KubeObject => ({
  ...object,
  metadata: { ...object.metadata, name: `${object.metadata.name}-${index}` },
});
