import type { KubeObject } from '../../../functions/krm/kube-object.ts';
import type { ApiServer } from '../judges/api-server.ts';
import type { Message, Verdict } from './verdict.ts';

/** Kinds whose definitions no project publishes as a Go module: no real API server can judge them here. */
const unpublished: Readonly<Record<string, string>> = {
  'sailoperator.io': 'Sail operator',
  'istio.banzaicloud.io': 'Banzai Cloud Istio operator',
  'servicemesh.cisco.com': 'Cisco Istio operator',
};

/** A real API server's strict server-side apply of every object, as a dry run: schemas, CEL rules, defaults, admission and warnings. */
export const cluster: Verdict = async ({ objects, world }, programs) => {
  const server = await programs.apiServer();
  await makeNamespaces(server, [...objects, ...world]);
  const judged = objects.filter((object) => !(groupOf(object) in unpublished));
  const messages = await Promise.all(judged.map((object) => apply(server, object)));
  const left = [...new Set(objects.filter((object) => groupOf(object) in unpublished).map((object) => unpublished[groupOf(object)]))];
  return {
    covered: `${judged.length} objects${left.length > 0 ? ` (not those of the ${left.join(', ')}: no definitions to be had)` : ''}`,
    messages: messages.flat(),
  };
};

async function apply(server: ApiServer, object: KubeObject): Promise<readonly Message[]> {
  const { status, body, warnings } = await server.apply(object, { dryRun: true });
  const name = `${object.kind} ${object.metadata.namespace ? `${object.metadata.namespace}/` : ''}${object.metadata.name}`;
  const refusal = status < 300 ? [] : [{ text: `${name} is refused: ${String(body.message)}` }];
  return [...refusal, ...warnings.map((warning) => ({ text: `${name}: warning: ${warning}` }))];
}

/** A dry run in a namespace that does not exist is refused, so they are made for real, plain. */
export async function makeNamespaces(server: ApiServer, objects: readonly KubeObject[]): Promise<void> {
  const names = new Set(objects.flatMap(({ metadata }) => metadata.namespace ?? []));
  await Promise.all([...names].map((name) => server.apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } })));
}

function groupOf({ apiVersion }: KubeObject): string {
  return apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
}
