import { isDeepStrictEqual } from 'node:util';
import type { KubeObject } from '../../../functions/krm/kube-object.ts';
import type { PodFacts } from '../case.ts';
import type { ApiServer } from '../judges/api-server.ts';
import { istioInject } from '../judges/istio-inject.ts';
import { isGatewayWorkload, namespaceOf } from '../requests/gateways.ts';
import type { Message, Verdict } from './verdict.ts';

/** Istio's real injection webhook turns the pods of every gateway into gateways, and a real API server accepts them under a pod security standard. */
export const injection: Verdict = async ({ text, objects, facts }, programs) => {
  const deployments = objects.filter((object) => object.kind === 'Deployment' && isGatewayWorkload(object));
  if (deployments.length === 0) return { covered: 'no gateway pods', idle: true, messages: [] };
  const server = await programs.apiServer();
  const { pods, refused } = await istioInject(text, facts.templates);
  const names = deployments.map((object) => `${namespaceOf(object)}/${object.metadata.name}`);
  const unknown = facts.pods
    .filter(({ deployment }) => !names.includes(deployment))
    .map(({ deployment }) => ({ text: `no gateway Deployment ${deployment}` }));
  const judged = names.map(async (name): Promise<readonly Message[]> => {
    const pod = pods.find((one) => `${namespaceOf(one)}/${one.metadata.generateName}` === `${name}-sim0-`);
    if (!pod) return [{ text: `${name}: no pod: ${refused.find((reason) => reason.startsWith(`${name}:`)) ?? 'not said why'}` }];
    const wanted = facts.pods.find(({ deployment }) => deployment === name) ?? { deployment: name };
    return [...compareFields(pod, wanted), ...(await create(server, pod, wanted))].map((problem) => ({ text: `${name}: ${problem}` }));
  });
  return { covered: `${names.length} gateway pods`, messages: [...unknown, ...(await Promise.all(judged)).flat()] };
};

async function create(server: ApiServer, pod: KubeObject, { podSecurity = 'restricted' }: PodFacts): Promise<readonly string[]> {
  const namespace = `conformance-${podSecurity}`;
  const labels = { 'pod-security.kubernetes.io/enforce': podSecurity };
  await server.apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace, labels } });
  const { generateName, ownerReferences: _, ...metadata } = pod.metadata;
  const { status, body, warnings } = await server.create(
    { ...pod, metadata: { ...metadata, namespace, name: `${String(generateName)}0` } },
    { dryRun: true },
  );
  const unready = containers(pod).filter(({ image }) => image === 'auto');
  return [
    ...unready.map(({ name }) => `container ${name} still has the image "auto": the webhook did not want the pod`),
    ...(status < 300 ? [] : [`the API server refuses the pod: ${String(body.message)}`]),
    ...warnings.map((warning) => `warning: ${warning}`),
  ];
}

function containers(pod: KubeObject): readonly { readonly name: string; readonly image?: string }[] {
  return (pod.spec as { containers: readonly { name: string; image?: string }[] }).containers;
}

function compareFields(pod: KubeObject, { fields = {} }: PodFacts): readonly string[] {
  return Object.entries(fields).flatMap(([path, expected]) => {
    const actual = path.split('.').reduce<unknown>(step, pod);
    if (isDeepStrictEqual(actual ?? null, expected)) return [];
    return [`${path}: expected ${JSON.stringify(expected)}, got ${JSON.stringify(actual ?? null)}`];
  });
}

/** One step of a path: a field, an index, or the element of a list that has this name. */
function step(value: unknown, key: string): unknown {
  if (Array.isArray(value)) return value.find((one) => (one as { name?: string } | null)?.name === key) ?? value[Number(key)];
  return (value as Record<string, unknown> | null | undefined)?.[key];
}
