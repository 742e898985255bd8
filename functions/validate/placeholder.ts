import type { Path } from '../diagnostics/path.ts';
import type { Item } from '../krm/item.ts';

/** `${DOMAIN}`, `$DOMAIN` and `$(DOMAIN)`: what Flux, envsubst, Kustomize and the like put in before an object is applied. */
const variable = /\$\{[A-Za-z_][^}]*\}|<[A-Z][A-Z0-9_-]*>|\{[A-Z][A-Z0-9_]*\}|\$\([A-Za-z_][^)]*\)|\$[A-Z_][A-Z0-9_]{2,}/;

/** `SHOP_HOST.SHOP_NAMESPACE.svc`: names that only scripts and replacements of Kustomize take for names. A whole value may be one of an enumeration. */
const capitals = /(?:^|[./:-])[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+[./:-]|[./:-][A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$|REPLACE_?ME|CHANGE_?ME|PLACEHOLDER/;

/** Whether the text at a path is not known yet, because something is put into it later. Objects made here hold no such texts. */
export function isFilledInLater(item: Item, path: Path): boolean {
  if (item.origin !== undefined) return false;
  const value = path.reduce<unknown>(
    (at, key) => (at === null || typeof at !== 'object' ? undefined : (at as Record<string | number, unknown>)[key]),
    item.object,
  );
  return typeof value === 'string' && (variable.test(value) || capitals.test(value));
}
