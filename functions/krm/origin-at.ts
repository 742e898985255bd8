import type { Path } from '../diagnostics/path.ts';
import type { Item, Origin } from './item.ts';

/** Where a user changes a field of an object made here: the last patch that wrote it, or the field of the intent that the object follows from. */
export function originAt({ origin, patchedBy = [] }: Item, path: Path): Origin | undefined {
  const patched = patchedBy.findLast((field) => field.path.every((step, index) => step === path[index]));
  return patched?.origin ?? origin;
}
