/**
 * Writes functions/patch/generated/merge-keys.ts: how Kubernetes merges the lists of its own kinds in a strategic merge patch. Run it when Kubernetes has a
 * new release:
 *
 *   node --import tsx scripts/merge-keys.ts
 *
 * Needs Go, because Kubernetes' OpenAPI document comes from the Go module cache.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { kubernetes, moduleFolder } from './facts/sources.ts';

interface Definition {
  readonly type?: string;
  readonly $ref?: string;
  readonly properties?: Readonly<Record<string, Definition>>;
  readonly items?: Definition;
  readonly 'x-kubernetes-patch-strategy'?: string;
  readonly 'x-kubernetes-patch-merge-key'?: string;
  readonly 'x-kubernetes-group-version-kind'?: readonly { readonly group: string; readonly kind: string; readonly version: string }[];
}

const groups = new Set(['', 'apps', 'autoscaling', 'batch', 'networking.k8s.io', 'policy', 'rbac.authorization.k8s.io']);

const { definitions } = JSON.parse(readFileSync(join(moduleFolder(kubernetes.module, kubernetes.version), kubernetes.path), 'utf8')) as {
  definitions: Readonly<Record<string, Definition>>;
};

const target = ({ $ref }: Definition): string | undefined => $ref?.replace('#/definitions/', '');

/** Fields of a definition that hold a list which merges, or something that leads to one. */
const fieldsOf = new Map<string, readonly string[]>();

function fields(name: string): readonly string[] {
  const known = fieldsOf.get(name);
  if (known !== undefined) return known;
  fieldsOf.set(name, []);
  const found = Object.entries(definitions[name]?.properties ?? {}).flatMap(([field, property]) => {
    const merges = property['x-kubernetes-patch-strategy']?.split(',').includes('merge') === true && property.type === 'array';
    const inner = target(merges ? (property.items as Definition) : property);
    const isDeep = inner !== undefined && fields(inner).length > 0;
    const isReplaced = property['x-kubernetes-patch-strategy'] === 'replace' && property.type !== 'array';
    if (isReplaced) return [`${field}!`];
    if (merges) return [`${field}=${property['x-kubernetes-patch-merge-key'] ?? ''}${isDeep ? `:${shortName(inner)}` : ''}`];
    return isDeep ? [`${field}:${shortName(inner)}`] : [];
  });
  fieldsOf.set(name, found);
  return found;
}

/** `io.k8s.api.core.v1.PodSpec` is `core.v1.PodSpec`. */
const shortName = (name: string): string => name.replace(/^io\.k8s\.(?:api\.|apimachinery\.pkg\.apis\.)/, '');

const kinds = Object.entries(definitions).flatMap(([name, definition]) =>
  (definition['x-kubernetes-group-version-kind'] ?? [])
    .filter(({ group, kind }) => groups.has(group) && !kind.endsWith('List') && definition.properties?.metadata !== undefined)
    .filter(() => fields(name).length > 0)
    .map(({ group, version, kind }) => `${group === '' ? '' : `${group}/`}${version}/${kind} ${shortName(name)}`),
);
const types = [...fieldsOf].filter(([, found]) => found.length > 0).map(([name, found]) => `${shortName(name)} ${found.join(' ')}`);

const folder = join(dirname(fileURLToPath(import.meta.url)), '../functions/patch/generated');
mkdirSync(folder, { recursive: true });
writeFileSync(
  join(folder, 'merge-keys.ts'),
  `// Written by scripts/merge-keys.ts from Kubernetes ${kubernetes.label}.

/** \`apiVersion/Kind type\`. */
export const kindLines = String.raw\`${kinds.sort().join('\n')}\`;

/** \`type field:type field=key:type\`: a field with \`=\` is a list that merges by this key, or as a set where the key is empty; one with \`!\` is a map that is replaced. */
export const typeLines = String.raw\`${types.sort().join('\n')}\`;
`,
);
console.log(`${kinds.length} kinds, ${types.length} types`);
