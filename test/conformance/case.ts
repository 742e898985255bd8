import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parse, parseAllDocuments, stringify } from 'yaml';
import type { KubeObject } from '../../functions/krm/kube-object.ts';
import { requestsOfChecks } from './requests/checks.ts';
import { parseRequestFile, type RequestFile } from './requests/request-file.ts';

/** A sample or a case: a package, what was rendered from it, and what must be so. */
export interface Case {
  readonly name: string;
  readonly folder: string;
  /** The rendered manifests. */
  readonly text: string;
  readonly objects: readonly KubeObject[];
  /** The rest of the cluster, from `.expected/world.yaml`. */
  readonly world: readonly KubeObject[];
  /** Those of `.expected/requests.yaml`, and the checks of the package's intents. */
  readonly requests: RequestFile;
  readonly facts: Facts;
}

/** `.expected/conformance.yaml`: what the judges say of this case beside "good". */
export interface Facts {
  /** Messages that are right as they are. One that is no longer said is a failure too. */
  readonly messages: readonly ExpectedMessage[];
  readonly pods: readonly PodFacts[];
  /** Additional injection templates of the cluster (name → text), beside those of an Istio resource in the package. */
  readonly templates: Readonly<Record<string, string>>;
}

export interface ExpectedMessage {
  readonly judge: string;
  /** A part of what is said: a code such as IST0118, or words. */
  readonly says: string;
  readonly reason: string;
}

/** Facts about the pod of a gateway after injection. */
export interface PodFacts {
  /** `namespace/name` of the Deployment. */
  readonly deployment: string;
  /** Values by dotted path in the Pod, list elements by index or by name: `spec.containers.istio-proxy.image`; null: absent. */
  readonly fields?: Readonly<Record<string, unknown>>;
  /** The pod security standard that it keeps; `restricted` when absent. */
  readonly podSecurity?: 'restricted' | 'baseline' | 'privileged';
}

/** Reads the case of a folder; `text` is what was rendered from it. */
export function readCase(folder: string, text: string): Case {
  const expected = (name: string) => {
    const path = join(folder, '.expected', name);
    return existsSync(path) ? readFileSync(path, 'utf8') : '';
  };
  const facts = (parse(expected('conformance.yaml')) ?? {}) as Partial<Facts>;
  const unknown = Object.keys(facts).filter((key) => !['messages', 'pods', 'templates'].includes(key));
  if (unknown.length > 0) throw new Error(`.expected/conformance.yaml has no field "${unknown[0]}"; fields are messages, pods, templates`);
  const objects = parseObjects(text);
  const file = parseRequestFile(expected('requests.yaml') || 'requests: []');
  return {
    name: basename(folder),
    folder,
    text,
    objects,
    world: parseObjects(expected('world.yaml')),
    requests: { ...file, requests: [...file.requests, ...requestsOfChecks(readPackage(folder))] },
    facts: { messages: facts.messages ?? [], pods: facts.pods ?? [], templates: { ...templatesOf(objects), ...facts.templates } },
  };
}

/** The YAML files of a package, in order; what is expected of it lies in hidden folders and is not part of it. */
export function packageFiles(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.ya?ml$/.test(path) && !path.split('/').some((part) => part.startsWith('.')))
    .sort()
    .map((path) => join(folder, path));
}

function readPackage(folder: string): readonly KubeObject[] {
  return packageFiles(folder).flatMap((path) => parseObjects(readFileSync(path, 'utf8')));
}

/** The Kubernetes objects of a stream of documents. */
export function parseObjects(text: string): readonly KubeObject[] {
  return parseAllDocuments(text, { logLevel: 'error', version: '1.1', merge: true, schema: 'yaml-1.1' }).flatMap((document) => {
    if (document.errors[0]) throw document.errors[0];
    const object = document.toJS() as KubeObject | null;
    return object === null ? [] : [object];
  });
}

/** The objects as documents. All strings are quoted: a plain `on` is a string for some readers and a boolean for others. */
export function formatObjects(objects: readonly KubeObject[]): string {
  const style = { aliasDuplicateObjects: false, defaultStringType: 'QUOTE_DOUBLE', lineWidth: 0 } as const;
  return objects.map((object) => stringify(object, style)).join('---\n');
}

/** Injection templates that an Istio or IstioOperator resource of the package registers. */
function templatesOf(objects: readonly KubeObject[]): Readonly<Record<string, string>> {
  const controlPlanes = objects.filter((object) => ['Istio', 'IstioOperator', 'IstioControlPlane', 'ServiceMesh'].includes(object.kind));
  return Object.assign(
    {},
    ...controlPlanes.map(({ spec }) => (spec as ControlPlaneSpec | undefined)?.values?.sidecarInjectorWebhook?.templates ?? {}),
  );
}

interface ControlPlaneSpec {
  readonly values?: { readonly sidecarInjectorWebhook?: { readonly templates?: Readonly<Record<string, string>> } };
}
