/** Where the facts come from: modules and releases, taken from the Go module cache (downloaded when they are not there yet). */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import type { CustomResourceDefinition } from './custom-resource.ts';

export interface Upstream {
  /** The name that `--checkout NAME=FOLDER` takes, and that the tables use. */
  readonly name: string;
  readonly module?: string;
  /** Oldest first; the last one decides, the others tell since when a field exists. */
  readonly releases: readonly { readonly version: string; readonly label: string; readonly paths: readonly string[] }[];
  /** Only these kinds; all where it is left out. */
  readonly kinds?: readonly string[];
}

const istioFile = ['kubernetes/customresourcedefinitions.gen.yaml'];
const gatewayFolder = ['config/crd'];

export const upstreams: readonly Upstream[] = [
  {
    name: 'istio',
    module: 'istio.io/api',
    releases: [
      { version: 'v1.24.2', label: '1.24', paths: istioFile },
      { version: 'v1.26.0-beta.0', label: '1.26', paths: istioFile },
      { version: 'v1.30.8', label: '1.30', paths: istioFile },
      { version: 'v1.31.4', label: '1.31', paths: istioFile },
    ],
  },
  {
    name: 'gateway-api',
    module: 'sigs.k8s.io/gateway-api',
    releases: ['v1.1.0', 'v1.2.1', 'v1.3.0', 'v1.4.1', 'v1.5.1', 'v1.6.3'].map((version) => ({
      version,
      label: version.replace(/^v|\.\d+$/g, ''),
      paths: gatewayFolder,
    })),
  },
  {
    name: 'envoy-gateway',
    module: 'github.com/envoyproxy/gateway',
    releases: [
      { version: 'v1.2.8', label: '1.2', paths: ['charts/gateway-helm/crds/generated'] },
      { version: 'v1.5.0', label: '1.5', paths: ['charts/gateway-helm/crds/generated'] },
      { version: 'v1.7.0', label: '1.7', paths: ['charts/gateway-helm/crds/generated'] },
      { version: 'v1.8.0', label: '1.8', paths: ['charts/gateway-helm/charts/crds/crds/generated'] },
      { version: 'v1.9.1', label: '1.9', paths: ['charts/gateway-helm/charts/crds/crds/generated'] },
    ],
  },
  {
    name: 'openshift',
    module: 'github.com/openshift/api',
    releases: [
      {
        version: 'v0.0.0-20260501191448-a49973eaef53',
        label: '4.22',
        paths: ['route/v1/zz_generated.crd-manifests/routes.crd.yaml'],
      },
    ],
  },
  {
    name: 'cert-manager',
    module: 'github.com/cert-manager/cert-manager',
    releases: [{ version: 'v1.21.2', label: '1.21', paths: ['deploy/crds/cert-manager.io_certificates.yaml'] }],
  },
  { name: 'sail', releases: [{ version: '', label: '1.31', paths: ['chart/crds'] }], kinds: ['Istio', 'IstioRevisionTag'] },
  { name: 'banzai', releases: [{ version: '', label: '2.17', paths: ['config/crd/bases'] }], kinds: ['IstioMeshGateway'] },
];

export const kubernetes = { module: 'k8s.io/kubernetes', version: 'v1.36.3', label: '1.36', path: 'api/openapi-spec/swagger.json' };
export const kubernetesTypes = { module: 'k8s.io/api', version: 'v0.36.3' };

/** The folder of a module's release in the module cache. */
export function moduleFolder(module: string, version: string): string {
  const answer = execFileSync('go', ['mod', 'download', '-json', `${module}@${version}`], { encoding: 'utf8' });
  const { Dir } = JSON.parse(answer) as { Dir?: string };
  if (Dir === undefined) throw new Error(`${module}@${version} cannot be had`);
  return Dir;
}

/** Every custom resource definition in a folder or file; `channel` selects the files under a folder of that name. */
export function definitionsIn(paths: readonly string[], channel?: string): readonly CustomResourceDefinition[] {
  return paths.flatMap((path) => (/\.ya?ml$/.test(path) ? readDefinitions(path) : readFolder(channel ? join(path, channel) : path)));
}

function readFolder(folder: string): readonly CustomResourceDefinition[] {
  const files = readdirSync(folder).filter((name) => /\.ya?ml$/.test(name) && !name.startsWith('kustomization'));
  return files.sort().flatMap((name) => readDefinitions(join(folder, name)));
}

function readDefinitions(file: string): readonly CustomResourceDefinition[] {
  const text = readFileSync(file, 'utf8').replaceAll(/^\{\{.*\}\}$/gm, '');
  return parseAllDocuments(text)
    .map((document) => document.toJS() as CustomResourceDefinition | null)
    .filter((object): object is CustomResourceDefinition => object?.kind === 'CustomResourceDefinition');
}
