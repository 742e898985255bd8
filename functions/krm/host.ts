import { functionKey, legacyFunctionKey, legacyPathKey, packageKey, pathKey, resourceIdKey } from './host-annotations.ts';
import { isMap } from './is-map.ts';
import type { Item } from './item.ts';
import { identity } from './kube-object.ts';
import type { ResourceList } from './resource-list.ts';

export type HostName = 'kpt render' | 'kpt eval' | 'kustomize generator' | 'kustomize transformer' | 'pipe';

/** Who called the function, and what follows from it. */
export interface Host {
  readonly name: HostName;
  /** The items come from files and go back there. */
  readonly writesBack: boolean;
  /** Users see `results`; elsewhere only standard error reaches them. */
  readonly showsResults: boolean;
}

const kpt = { writesBack: true, showsResults: true };
const kustomize = { writesBack: false, showsResults: false };

const hosts: Readonly<Record<HostName, Omit<Host, 'name'>>> = {
  'kpt render': kpt,
  'kpt eval': kpt,
  'kustomize generator': kustomize,
  // A validator is called in the same way.
  'kustomize transformer': kustomize,
  pipe: { writesBack: true, showsResults: false },
};

/** Tells the hosts apart by the annotations that each of them adds. */
export function detectHost(list: ResourceList): Host {
  const name = hostName(list);
  return { name, ...hosts[name] };
}

function hostName({ items, functionConfig }: ResourceList): HostName {
  const first = items.find(({ list }) => list === undefined);
  // Kustomize marks every item, but not the copy of its configuration that a generator gets.
  if (first !== undefined && annotation(first, resourceIdKey) !== undefined) return 'kustomize transformer';
  // With `originAnnotations` Kustomize tells files too, in another annotation.
  if (first !== undefined && [pathKey, legacyPathKey].some((key) => annotation(first, key) !== undefined))
    return annotation(first, packageKey) === undefined ? 'kpt eval' : 'kpt render';
  if (functionConfig === undefined) return 'pipe';
  if (isFunction(functionConfig)) {
    const isCopy = first !== undefined && items.length === 1 && isFunction(first) && isConfig(first, functionConfig);
    return isCopy ? 'kustomize generator' : 'kustomize transformer';
  }
  // kpt makes this one when it is given none.
  return functionConfig.id.kind === 'ConfigMap' && functionConfig.id.name === 'function-input' ? 'kpt eval' : 'pipe';
}

function annotation(item: Item, key: string): unknown {
  // A kustomization among the items needs no metadata.
  const metadata: unknown = item.object.metadata;
  const annotations = isMap(metadata) ? metadata.annotations : undefined;
  return isMap(annotations) ? annotations[key] : undefined;
}

const isFunction = (item: Item): boolean =>
  annotation(item, functionKey) !== undefined || annotation(item, legacyFunctionKey) !== undefined;

const isConfig = (item: Item, config: Item): boolean => identity(item.id) === identity(config.id);

/** The function config, unless it is one of the items too: then it counts as that item. */
export function separateConfig({ items, functionConfig }: ResourceList): Item | undefined {
  if (functionConfig === undefined) return undefined;
  return items.some((item) => isConfig(item, functionConfig)) ? undefined : functionConfig;
}

/** The items to answer with: a generator of Kustomize makes resources, and its configuration is none. */
export function answeredItems({ functionConfig }: ResourceList, { name }: Host, items: readonly Item[]): readonly Item[] {
  if (name !== 'kustomize generator' || functionConfig === undefined) return items;
  return items.filter((item) => !isConfig(item, functionConfig));
}
