import { formatPath, type Path, valueAt } from '../diagnostics/path.ts';
import { quote } from '../diagnostics/quote.ts';
import type { KubeObject } from '../krm/kube-object.ts';
import { digestAnnotation, intentAnnotation, managedByLabel } from '../krm/ownership.ts';

/** What tells an object apart, and whose it is. */
const fixed: readonly Path[] = [
  ['apiVersion'],
  ['kind'],
  ['metadata', 'name'],
  ['metadata', 'namespace'],
  ['metadata', 'labels', managedByLabel],
  ['metadata', 'annotations', intentAnnotation],
  ['metadata', 'annotations', digestAnnotation],
];

/** The first part of an object's identity that a patch changes. */
export function identityChange(before: KubeObject, after: KubeObject): { readonly path: Path; readonly message: string } | undefined {
  const path = fixed.find((field) => valueAt(before, field) !== valueAt(after, field));
  if (path === undefined) return undefined;
  const value = valueAt(after, path);
  return { path, message: `\`${formatPath(path)}\` must not be ${value === undefined ? 'removed' : `set to ${quote(value)}`} by a patch` };
}
