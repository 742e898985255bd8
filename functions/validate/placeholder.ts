import { type Path, valueAt } from '../diagnostics/path.ts';
import { isMap } from '../krm/is-map.ts';
import type { Item } from '../krm/item.ts';

/** `${DOMAIN}`, `$DOMAIN`, `$(DOMAIN)`, `__DOMAIN__`, `<domain>`, `{{ domain }}` and `(join('-', names))`: what Flux, envsubst, Kustomize, Chainsaw and the like put in before an object is applied; what SOPS deciphers. */
const variable =
  /\{\{|^ENC\[[A-Z0-9_]+,|\(\$[a-z][^)]*\)|\$\{[A-Za-z_][^}]*\}|(?<!\?P?)<[A-Za-z][\w -]*>|\{[A-Z][A-Z0-9_]*\}|\$\([A-Za-z_][^)]*\)|\$[A-Z_][A-Z0-9_]{2,}|__[A-Z][A-Z0-9_]*__|^\([a-z_]+\(.*['$].*\)\)$/;

/** `SHOP_HOST.SHOP_NAMESPACE.svc`: names that only scripts and replacements of Kustomize take for names. A whole value may be one of an enumeration. */
const capitals =
  /(?:^|[./:-])[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+[./:-]|[./:-][A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$|REPLACE_?ME|CHANGE_?ME|PLACEHOLDER|^placeholder[A-Z]/;

/** In files that say that they are templates, a whole value may be one, too. */
const whole = /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$/;

/** Whether the value at a path is not known yet, because something is put into it later. Objects made here hold no such values. */
export function isFilledInLater(item: Item, path: Path): boolean {
  if (item.origin !== undefined) return false;
  const value = valueAt(item.object, path);
  if (typeof value === 'string' && whole.test(value) && /(?:template|tmpl|tpl)[^/]*$/i.test(item.source.file ?? '')) return true;
  return isPlaceholder(value) || (path[0] === 'sops' && isMap(value));
}

/** Whether something is put into a text later. */
export const isPlaceholderText = (text: string): boolean => variable.test(text) || capitals.test(text);

/** `{DOMAIN}` without quotes is a map to YAML. */
function isPlaceholder(value: unknown): boolean {
  if (typeof value === 'string') return isPlaceholderText(value);
  const [[key, entry] = ['', ''], ...more] = isMap(value) ? Object.entries(value) : [];
  return more.length === 0 && entry === null && /^[A-Z][A-Z0-9_]*$/.test(key);
}

/** Whether nobody knows yet which object this is. */
export const isNamedLater = ({ id, origin }: Item): boolean =>
  origin === undefined && (variable.test(id.name) || (id.namespace !== undefined && variable.test(id.namespace)));
