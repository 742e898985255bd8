import { type Path, valueAt } from '../../diagnostics/path.ts';
import type { PrerequisiteKind } from '../../expand/stage.ts';
import type { Facts } from '../../intent/model.ts';
import { isMap } from '../../krm/is-map.ts';
import type { Item } from '../../krm/item.ts';
import { ownersOf } from '../../krm/ownership.ts';

type Patch = Readonly<Record<string, unknown>>;
export type Setting = Extract<PrerequisiteKind, { readonly target: 'meshConfig' | 'istioValues' }>['target'];

/** Where settings of the mesh are kept, by kind of resource. */
export interface Home {
  readonly group: string;
  readonly kind: string;
  /** How the resource's own field for a setting is patched; `undefined` where it has none. */
  readonly patchOf: (setting: Setting, patch: Patch) => Patch | undefined;
  /** Where the mesh configuration is read from. */
  readonly meshConfig: Path;
  /** The field that holds YAML as text, in which the patch is made. */
  readonly textField?: Path;
  /** Whether a resource of this kind is that of the mesh that the intents join. */
  readonly fits: (item: Item, facts: Facts) => boolean;
}

const inNamespace = (item: Item, path: Path, fallback: string, { controlPlaneNamespace }: Facts): boolean =>
  (valueAt(item.object, path) ?? fallback) === controlPlaneNamespace;

const sail = (group: string): Home => ({
  group,
  kind: 'Istio',
  patchOf: (setting, patch) => ({ spec: { values: setting === 'meshConfig' ? { meshConfig: patch } : patch } }),
  meshConfig: ['spec', 'values', 'meshConfig'],
  fits: (item, facts) => inNamespace(item, ['spec', 'namespace'], 'istio-system', facts),
});

const istioOperator: Home = {
  group: 'install.istio.io',
  kind: 'IstioOperator',
  patchOf: (setting, patch) => ({ spec: setting === 'meshConfig' ? { meshConfig: patch } : { values: patch } }),
  meshConfig: ['spec', 'meshConfig'],
  fits: (item, facts) => inNamespace(item, ['spec', 'namespace'], 'istio-system', facts),
};

const cisco: Home = {
  group: 'servicemesh.cisco.com',
  kind: 'IstioControlPlane',
  patchOf: (setting, patch) => {
    if (setting === 'meshConfig') return { spec: { meshConfig: patch } };
    const customTemplates = Object.entries(templatesIn(patch)).map(([name, template]) => ({ name, template }));
    return { spec: { sidecarInjector: { templates: { customTemplates } } } };
  },
  meshConfig: ['spec', 'meshConfig'],
  fits: ({ id }, { controlPlane, controlPlaneNamespace }) =>
    controlPlane === undefined
      ? id.namespace === controlPlaneNamespace
      : id.name === controlPlane.name && id.namespace === controlPlane.namespace,
};

/** The first operator of Banzai Cloud has fields of its own for a few settings. */
const banzai: Home = {
  group: 'istio.banzaicloud.io',
  kind: 'Istio',
  patchOf: (setting, patch) =>
    setting === 'meshConfig' && Object.keys(patch).every((key) => ['outboundTrafficPolicy', 'trustDomain'].includes(key))
      ? { spec: patch }
      : undefined,
  meshConfig: ['spec'],
  fits: ({ id }, { controlPlaneNamespace }) => id.namespace === controlPlaneNamespace,
};

export const resources: readonly Home[] = [sail('sailoperator.io'), sail('operator.istio.io'), istioOperator, cisco, banzai];

const revised = (name: string, { revision }: Facts): string =>
  revision === undefined || revision === 'default' ? name : `${name}-${revision}`;

/** The ConfigMaps that istiod reads, for packages that hold what an installer rendered. */
export const configMaps: Readonly<Record<Setting, Home>> = {
  meshConfig: configMap('istio', ['data', 'mesh'], (patch) => patch),
  istioValues: configMap('istio-sidecar-injector', ['data', 'config'], (patch) => ({ templates: templatesIn(patch) })),
};

function configMap(name: string, field: Path, patchOf: (patch: Patch) => Patch): Home {
  return {
    group: '',
    kind: 'ConfigMap',
    patchOf: (_, patch) => patchOf(patch),
    meshConfig: field,
    textField: field,
    fits: ({ id }, facts) => id.name === revised(name, facts) && id.namespace === facts.controlPlaneNamespace,
  };
}

function templatesIn(patch: Patch): Readonly<Record<string, unknown>> {
  const templates = valueAt(patch, ['sidecarInjectorWebhook', 'templates']);
  return isMap(templates) ? templates : {};
}

export interface Located {
  readonly home: Home;
  readonly item: Item;
}

const groupOf = ({ id }: Item): string => (id.apiVersion.includes('/') ? id.apiVersion.slice(0, id.apiVersion.indexOf('/')) : '');

/** The resources of the package that hold a setting of the mesh that the intents join: one, none, or several. */
export function homesOf(items: readonly Item[], setting: Setting, facts: Facts): readonly Located[] {
  const found = located(items, resources, facts);
  const named = found.filter(({ item }) => item.id.name === facts.revision || facts.revision?.startsWith(`${item.id.name}-`));
  if (found.length > 0) return named.length === 1 ? named : found;
  return located(items, [configMaps[setting]], facts);
}

function located(items: readonly Item[], homes: readonly Home[], facts: Facts): readonly Located[] {
  return items.flatMap((item): Located[] => {
    const home = homes.find(({ group, kind }) => item.id.kind === kind && groupOf(item) === group);
    if (home === undefined || !home.fits(item, facts) || (item.problems ?? []).length > 0 || ownersOf(item.object) !== undefined) return [];
    return [{ home, item }];
  });
}
