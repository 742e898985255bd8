/**
 * Writes the fact tables of functions/validate/generated/: what the API server and the custom resource definitions of Istio, the
 * Gateway API, Envoy Gateway, OpenShift, cert-manager and the operators accept. Run it when an upstream has a new release:
 *
 *   node --import tsx scripts/facts.ts --checkout sail=FOLDER --checkout banzai=FOLDER
 *
 * Needs Go, because the sources come from the Go module cache. Two projects are not Go modules that can be had; their folders are
 * checkouts of istio-ecosystem/sail-operator and banzaicloud/istio-operator.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { markReleases, mergeChannels } from './facts/compare.ts';
import { customResource } from './facts/custom-resource.ts';
import { coreKinds, enumsOf, metadataShape, type OpenApi } from './facts/kubernetes.ts';
import { createPool, suffix } from './facts/pool.ts';
import type { Kind, Shape } from './facts/shape.ts';
import { definitionsIn, kubernetes, kubernetesTypes, moduleFolder, type Upstream, upstreams } from './facts/sources.ts';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const folder = join(root, 'functions/validate/generated');

const core = [
  ...['ConfigMap', 'Endpoints', 'Namespace', 'Pod', 'Secret', 'Service', 'ServiceAccount'].map((kind) => `/v1/${kind}`),
  ...['DaemonSet', 'Deployment', 'ReplicaSet', 'StatefulSet'].map((kind) => `apps/v1/${kind}`),
  'autoscaling/v1/HorizontalPodAutoscaler',
  'autoscaling/v2/HorizontalPodAutoscaler',
  'policy/v1/PodDisruptionBudget',
  ...['ClusterRole', 'ClusterRoleBinding', 'Role', 'RoleBinding'].map((kind) => `rbac.authorization.k8s.io/v1/${kind}`),
  ...['Ingress', 'IngressClass', 'NetworkPolicy'].map((kind) => `networking.k8s.io/v1/${kind}`),
  'batch/v1/Job',
  'batch/v1/CronJob',
];

const checkouts = new Map(
  process.argv.flatMap((argument, index) => {
    if (argument !== '--checkout') return [];
    const [name, path] = String(process.argv[index + 1]).split('=');
    return [[String(name), String(path)] as const];
  }),
);

const document = JSON.parse(readFileSync(join(moduleFolder(kubernetes.module, kubernetes.version), kubernetes.path), 'utf8')) as OpenApi;
const metadata = metadataShape(document);

function kindsOf(upstream: Upstream, version: string, paths: readonly string[]): readonly Kind[] {
  const base = upstream.module ? moduleFolder(upstream.module, version) : checkouts.get(upstream.name);
  if (base === undefined) throw new Error(`--checkout ${upstream.name}=FOLDER is missing`);
  const files = paths.map((path) => join(base, path));
  const read = (channel?: string) =>
    definitionsIn(files, channel)
      .filter((definition) => upstream.kinds?.includes(definition.spec.names.kind) ?? true)
      .map((definition) => customResource(definition, metadata));
  return upstream.name === 'gateway-api' ? mergeChannels(read('standard'), read('experimental')) : read();
}

function goEnums() {
  const base = moduleFolder(kubernetesTypes.module, kubernetesTypes.version);
  const packages = ['core/v1', 'apps/v1', 'autoscaling/v1', 'autoscaling/v2', 'policy/v1', 'rbac/v1', 'networking/v1', 'batch/v1'];
  return enumsOf(
    packages.flatMap((name) =>
      readdirSync(join(base, name))
        .filter((file) => file === 'types.go')
        .map((file) => ({ package: `io.k8s.api.${name.replace('/', '.')}`, text: readFileSync(join(base, name, file), 'utf8') })),
    ),
  );
}

const pool = createPool();
const rows: string[] = [];

function addKinds(name: string, kinds: readonly Kind[]): void {
  for (const kind of [...kinds].sort((left, right) => (`${left.group}/${left.kind}` < `${right.group}/${right.kind}` ? -1 : 1))) {
    const versions = Object.entries(kind.versions).map(
      ([version, { shape, deprecated, experimental }]) =>
        `${version}${experimental ? '~' : ''}${deprecated ? '-' : ''}=${pool.add(shape as Shape)}`,
    );
    rows.push(`${kind.group}/${kind.kind}${suffix(kind.mark)} ${name} ${kind.namespaced ? 'namespaced' : 'cluster'} ${versions.join(' ')}`);
  }
}

addKinds('kubernetes', coreKinds(document, goEnums(), core));
for (const upstream of upstreams) {
  const releases = upstream.releases.map(({ version, label, paths }) => ({ version: label, kinds: kindsOf(upstream, version, paths) }));
  addKinds(upstream.name, markReleases(releases));
}

const releases = [[kubernetes.label, 'kubernetes'], ...upstreams.map(({ name, releases: list }) => [list.at(-1)?.label ?? '', name])].map(
  ([label, name]) => `  '${name}': '${label}',`,
);

// A tagged template would keep the text twice.
const literal = (text: string) => `\`${text.replaceAll(/[\\`]|\$\{/g, '\\$&')}\``;
mkdirSync(folder, { recursive: true });
writeFileSync(
  join(folder, 'kinds.ts'),
  `// Written by scripts/facts.ts. One line for each kind: its name, where it comes from, its scope, and the shape of each version.
export const releases: Readonly<Record<string, string>> = {
${releases.join('\n')}
};

export const kindLines = ${literal(rows.join('\n'))};
`,
);
writeFileSync(
  join(folder, 'shapes.ts'),
  `// Written by scripts/facts.ts. One line for each shape, named by its number; scripts/facts/pool.ts says how to read it.
export const shapeLines = ${literal(pool.lines.join('\n'))};

/** A digit for each shape: 1 where it, or a shape below it, has constraints, 2 for defaults, 3 for both. */
export const shapeReach = '${pool.reach.join('')}';
`,
);
console.log(`${rows.length} kinds, ${pool.lines.length} shapes, ${(pool.lines.join('\n').length / 1000).toFixed(0)} kB`);
