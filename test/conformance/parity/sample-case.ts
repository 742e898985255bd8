import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Diagnostic } from '../../../functions/diagnostics/diagnostic.ts';
import { formatPath } from '../../../functions/diagnostics/path.ts';
import type { ProviderName } from '../../../functions/intent/model.ts';
import type { KubeObject } from '../../../functions/krm/kube-object.ts';
import { writeManifests } from '../../../functions/krm/write-manifests.ts';
import { type Case, formatObjects, packageFiles, parseObjects, readCase } from '../case.ts';
import type { RequestFile } from '../requests/request-file.ts';
import { envoyGateway } from '../verdicts/envoy-gateway.ts';
import type { Contestant } from './contestants.ts';
import { renderText } from './intents.ts';

const samples = fileURLToPath(new URL('../../../samples/', import.meta.url));

/** Samples that promise answers to requests. */
export const sampleNames = readdirSync(samples)
  .filter((name) => existsSync(join(samples, name, '.expected/requests.yaml')))
  .sort();

/** Samples about pods and gateways of a cluster that only Istio's own API has. */
const ownClusters = ['attach', 'mesh-gateway'];

/** Why a sample says nothing about a contestant. */
export function withoutMeaning(name: string, { provider }: Contestant, { objects }: Case): string | undefined {
  const own = providerOf(name);
  if (ownClusters.includes(name) && provider !== own) return 'it is about a cluster with gateways of its own';
  const routes = objects.filter(({ kind }) => kind === 'Route');
  if (provider === 'istio-gateway-api' && routes.length > 0) return "OpenShift's router is not shown the Service that istiod makes";
  if (provider === 'envoy-gateway' && routes.some(({ spec }) => (spec as { tls?: object }).tls !== undefined))
    return "the local Envoy stands behind no router, and some of its TLS is the router's";
  const gateways = objects.filter(({ kind }) => ['Gateway', 'HTTPRoute', 'GRPCRoute', 'TLSRoute'].includes(kind));
  return gateways.length === 0 && provider !== own ? 'it has no gateway' : undefined;
}

/** The provider that the intents of a sample name. */
function providerOf(name: string): ProviderName {
  const intents = readObjects(name).filter(({ kind }) => kind === 'GatewayIntent');
  return intents.map(({ spec }) => (spec as Spec).provider).find((provider) => provider !== undefined) ?? 'istio';
}

const readObjects = (name: string): KubeObject[] =>
  packageFiles(join(samples, name)).flatMap((path) => parseObjects(readFileSync(path, 'utf8')));

/** A sample as another provider renders it, and what it is refused with. */
export function readSampleCase(name: string, contestant: Contestant): { readonly subject: Case; readonly refusals: readonly Diagnostic[] } {
  const folder = join(samples, name);
  const rendering = renderText(
    formatObjects(
      readObjects(name)
        .filter(isResource)
        .map((object) => forContestant(object, contestant)),
    ),
  );
  const subject = readCase(folder, writeManifests(rendering.items));
  const isOther = ({ kind }: KubeObject): boolean => contestant.class !== undefined && kind === 'GatewayClass';
  const known = [...subject.world, ...subject.objects].filter((one) => !isOther(one));
  const added = contestant
    .world(subject.objects)
    .filter((one) => !known.some(is(one)) && !(one.kind === 'GatewayClass' && known.some(({ kind }) => kind === 'GatewayClass')));
  const shown = showable(contestant, subject.requests);
  const requests = contestant.provider === providerOf(name) ? shown : withoutIdentities(shown);
  return {
    subject: {
      ...subject,
      name,
      requests,
      objects: subject.objects.filter((one) => !isOther(one)),
      world: [...subject.world.filter((one) => !isOther(one)), ...added],
    },
    refusals: rendering.diagnostics.filter(({ severity }) => severity === 'error'),
  };
}

/**
 * The local Envoy is always asked from 127.0.0.1. And who answers for a host on a connection that was made for another one is left to the classes of the
 * Gateway API.
 */
function showable({ judges }: Contestant, file: RequestFile): RequestFile {
  if (!judges.includes(envoyGateway)) return file;
  return { ...file, requests: file.requests.filter(({ clientIP, sni }) => clientIP === undefined && sni === undefined) };
}

/** What pods are called is the provider's own. */
function withoutIdentities(file: RequestFile): RequestFile {
  return { ...file, requests: file.requests.map(({ expect: { identity: _, ...expect }, ...request }) => ({ ...request, expect })) };
}

const is =
  (one: KubeObject) =>
  ({ kind, metadata }: KubeObject): boolean =>
    kind === one.kind && metadata.name === one.metadata.name && metadata.namespace === one.metadata.namespace;

const isResource = ({ kind }: KubeObject): boolean => kind !== 'Kptfile' && kind !== 'Kustomization';

interface Spec {
  readonly provider?: ProviderName;
  readonly gateways?: readonly { readonly class?: object }[];
}

function forContestant(object: KubeObject, { provider, class: className }: Contestant): KubeObject {
  if (object.kind !== 'GatewayIntent') return object;
  const { gateways, ...spec } = object.spec as Spec;
  const named = gateways?.map((gateway) => (className === undefined ? gateway : { ...gateway, class: { name: className } }));
  return { ...object, spec: { ...spec, provider, ...(named ? { gateways: named } : {}) } };
}

/** `SAMPLE PROVIDER: CODE FIELD`, a line for each refusal. */
export function refusalLines(name: string, contestant: Contestant): string[] {
  const { refusals } = readSampleCase(name, contestant);
  return [...new Set(refusals.map(({ code, path = [] }) => `${name} ${contestant.provider}: ${code} ${formatPath(path)}`))];
}
