import type { Path } from '../diagnostics/path.ts';
import type { Item } from '../krm/item.ts';

/** `${DOMAIN}` and `$DOMAIN`: what Flux, envsubst and the like put in before an object is applied. */
const placeholder = /\$\{[A-Za-z_][^}]*\}|\$[A-Z_][A-Z0-9_]{2,}/;

/** Whether the text at a path is not known yet, because something is put into it later. Objects made here hold no such texts. */
export function isFilledInLater(item: Item, path: Path): boolean {
  if (item.origin !== undefined || item.text?.includes('$') === false) return false;
  const value = path.reduce<unknown>(
    (at, key) => (at === null || typeof at !== 'object' ? undefined : (at as Record<string | number, unknown>)[key]),
    item.object,
  );
  return typeof value === 'string' && placeholder.test(value);
}
