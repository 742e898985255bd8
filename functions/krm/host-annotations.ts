import type { Source } from './item.ts';

/** Annotations that a host puts on items to find them again. They belong to one item and are never part of an object. */
const hostKey =
  /^(?:config\.kubernetes\.io\/(?:index|path|package)$|internal\.config\.kubernetes\.io\/|internal\.config\.k8s\.io\/|config\.k8s\.io\/id$|kustomize\.config\.k8s\.io\/id$|internal\.kpt\.dev\/)/;

/** Annotations that say what an item is for a host. They are the user's, and true of that item only. */
const ownKey = /^(?:config\.kubernetes\.io|config\.k8s\.io|kustomize\.config\.k8s\.io)\//;

export const isHostAnnotation = (key: string): boolean => hostKey.test(key);

/** Annotations that nothing made from an item may inherit. */
export const isItemAnnotation = (key: string): boolean => hostKey.test(key) || ownKey.test(key);

export const pathKey = 'internal.config.kubernetes.io/path';
export const indexKey = 'internal.config.kubernetes.io/index';
export const packageKey = 'internal.config.kubernetes.io/package-path';
export const legacyPathKey = 'config.kubernetes.io/path';
export const legacyIndexKey = 'config.kubernetes.io/index';
export const originKey = 'config.kubernetes.io/origin';
export const localConfigKey = 'config.kubernetes.io/local-config';
export const functionKey = 'config.kubernetes.io/function';
export const legacyFunctionKey = 'config.k8s.io/function';
export const resourceIdKey = 'kustomize.config.k8s.io/id';

/**
 * Where the host says that an item came from. Kustomize tells the file only when it is asked to (`buildMetadata: [originAnnotations]`): the paths that it gives
 * to items between two functions are made up.
 */
export function sourceOf(annotations: Readonly<Record<string, unknown>>): Source {
  const text = (key: string) => (annotations[key] === undefined ? undefined : String(annotations[key]));
  const index = text(indexKey) ?? text(legacyIndexKey);
  const told = text(originKey);
  const origin = told === undefined ? undefined : /^path: *(.+)$/m.exec(told)?.[1];
  const path = annotations[resourceIdKey] === undefined ? (text(pathKey) ?? text(legacyPathKey)) : undefined;
  const file = path ?? origin?.trim();
  const number = index === undefined || index === '' ? Number.NaN : Number(index);
  const packagePath = text(packageKey);
  // As kpt tells it of every object of a package.
  if (file !== undefined && Number.isInteger(number) && packagePath !== undefined) return { file, index: number, packagePath };
  return {
    ...(file === undefined ? {} : { file }),
    ...(Number.isInteger(number) ? { index: number } : {}),
    ...(packagePath === undefined ? {} : { packagePath }),
  };
}
