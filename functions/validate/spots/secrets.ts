import type { Item } from '../../krm/item.ts';
import { asList, asRecord, asText, type Loose } from '../../mesh/loose.ts';
import { perWorld } from '../per-world.ts';

/** A Secret, or what will make one. */
export interface SecretSource {
  readonly item: Item;
  readonly name: string;
  readonly namespace: string;
  /** Whether the namespace is written, so that it is known for sure. */
  readonly isPlaced: boolean;
  /** Its keys, where they are in the files. */
  readonly keys: ReadonlySet<string> | undefined;
  /** Copied to other namespaces by a controller. */
  readonly isCopied: boolean;
}

type Names = (object: Loose, name: string) => readonly string[];

const one = (value: unknown, otherwise = ''): readonly string[] => [asText(value) || otherwise].filter((name) => name !== '');
const spec = (object: Loose) => asRecord(object.spec);

/** Kinds that make Secrets, and the names of those. */
const makers: readonly (readonly [group: string, kind: string, names: Names])[] = [
  ['', 'Secret', (_, name) => [name]],
  ['cert-manager.io', 'Certificate', (object) => one(spec(object).secretName)],
  ['external-secrets.io', 'ExternalSecret', (object, name) => one(asRecord(spec(object).target).name, name)],
  [
    'external-secrets.io',
    'ClusterExternalSecret',
    (object, name) => one(asRecord(asRecord(spec(object).externalSecretSpec).target).name, name),
  ],
  ['bitnami.com', 'SealedSecret', (object, name) => one(asRecord(asRecord(spec(object).template).metadata).name, name)],
  [
    'secrets-store.csi.x-k8s.io',
    'SecretProviderClass',
    (object) => asList(spec(object).secretObjects).flatMap((entry) => one(asRecord(entry).secretName)),
  ],
  ['isindir.github.com', 'SopsSecret', (object) => asList(spec(object).secretTemplates).flatMap((entry) => one(asRecord(entry).name))],
  ['onepassword.com', 'OnePasswordItem', (_, name) => [name]],
  ['secrets.infisical.com', 'InfisicalSecret', (object) => one(asRecord(spec(object).managedSecretReference).secretName)],
  ['secrets.doppler.com', 'DopplerSecret', (object) => one(asRecord(spec(object).managedSecret).name)],
  ['spv.no', 'AzureKeyVaultSecret', (object, name) => one(asRecord(asRecord(spec(object).output).secret).name, name)],
  ...['VaultStaticSecret', 'VaultDynamicSecret', 'VaultPKISecret'].map(
    (kind) => ['secrets.hashicorp.com', kind, (object: Loose) => one(asRecord(spec(object).destination).name)] as const,
  ),
  ['kustomize.config.k8s.io', 'Kustomization', (object) => asList(object.secretGenerator).flatMap((entry) => one(asRecord(entry).name))],
];

const copiers = /reflector|replicat|kubed|config-syncer/;

/** By name: everything in the files that is a Secret, or becomes one. */
export const secretSources = perWorld((world): ReadonlyMap<string, readonly SecretSource[]> => {
  const byName = new Map<string, SecretSource[]>();
  for (const [group, kind, names] of makers) {
    for (const item of world.ofKind(group, kind)) {
      for (const name of names(item.object, item.id.name)) {
        const list = byName.get(name) ?? [];
        byName.set(name, [...list, sourceOf(item, name, world.mesh.objects.namespaceOf(item))]);
      }
    }
  }
  return byName;
});

function sourceOf(item: Item, name: string, namespace: string): SecretSource {
  const { object, id } = item;
  const annotations = { ...object.metadata?.annotations, ...asRecord(asRecord(spec(object).secretTemplate).annotations) };
  const isEverywhere = id.kind === 'ClusterExternalSecret' || id.kind === 'Kustomization';
  const data = id.kind === 'Secret' ? { ...asRecord(object.data), ...asRecord(object.stringData) } : asRecord(spec(object).encryptedData);
  return {
    item,
    name,
    namespace,
    isPlaced: id.namespace !== undefined,
    keys: Object.keys(data).length > 0 ? new Set(Object.keys(data)) : undefined,
    isCopied: isEverywhere || Object.keys(annotations).some((key) => copiers.test(key)),
  };
}
