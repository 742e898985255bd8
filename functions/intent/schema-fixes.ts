import { formatPath, type Path } from '../diagnostics/path.ts';
import { quote } from '../diagnostics/quote.ts';
import { durationFix } from './duration-fix.ts';
import { fieldsAt, meantField, patternAt, placesBelow } from './schema-fields.ts';

/** `"a", "b" or "c"`. */
export const oneOf = (allowed: readonly string[]): string =>
  allowed.length === 1
    ? `"${allowed[0]}"`
    : `${allowed
        .slice(0, -1)
        .map((value) => `"${value}"`)
        .join(', ')} or "${allowed.at(-1)}"`;

const names: Readonly<Record<string, string>> = { array: 'list', object: 'map' };

/** A type of JSON with its article, as people call it. */
export function article(type: string): string {
  const name = names[type] ?? type;
  return name === 'null' ? name : `${/^[aeiou]/.test(name) ? 'an' : 'a'} ${name}`;
}

/** The type of a value, and the value itself where it is short enough to be told. */
export function nameOfValue(value: unknown): string {
  if (value === null) return 'null';
  if (typeof value === 'object') return Array.isArray(value) ? 'a list' : 'a map';
  return `${article(typeof value)} (${quote(value)})`;
}

/** Whether a pattern of the schema is that of durations. */
export const isDuration = (pattern: string): boolean => pattern.includes('(h|m|s');

const listed = (fields: readonly string[]): string => fields.map((field) => `\`${field}\``).join(', ');

/** How to mend a field that is not there: its right name, the place where it belongs, or the names that there are. */
export function fieldFix(name: string, parent: Path): string {
  const known = fieldsAt(parent);
  const near = meantField(name, parent);
  if (near !== undefined) return `write \`${near}\` instead of \`${name}\``;
  if (parent.length === 0 && fieldsAt(['spec']).includes(name)) return `indent it: it is a field of \`spec\``;
  const elsewhere = placesOf(name, parent);
  if (elsewhere.length > 0) return `move it: it is a field of ${elsewhere.map((place) => `\`${formatPath(place)}\``).join(' or ')}`;
  if (known.length === 0) return 'remove it';
  return `remove it; the fields of ${parent.length === 0 ? 'an intent' : `\`${formatPath(parent)}\``} are ${listed(known)}`;
}

/** Where a field of this name belongs: below the place where it is written, or the nearest place around it. */
function placesOf(name: string, parent: Path): Path[] {
  const below = placesBelow(parent, name);
  if (below.length > 0) return below.slice(0, 3);
  const around = parent.map((_, index) => parent.slice(0, index)).findLast((place) => place.length > 0 && fieldsAt(place).includes(name));
  return around === undefined ? [] : [around];
}

/** How to write a value in the type that its field has. */
export function typeFix(wanted: unknown, value: unknown, path: Path): string {
  if (wanted === 'string' && typeof value !== 'object')
    return (isDuration(patternAt(path) ?? '') ? durationFix(value) : undefined) ?? `put it in quotes: "${value}"`;
  if (wanted === 'array') return typeof value === 'object' ? 'begin each entry with `-`' : `write it as a list: \`[${value}]\``;
  const digits = /^(\d+) *%?$/.exec(typeof value === 'string' ? value : '')?.[1];
  if (wanted === 'integer' && digits !== undefined) return `write ${digits}, without quotes`;
  const fields = wanted === 'object' ? fieldsAt(path) : [];
  if (fields.length > 0) return `write it as a map with fields of these: ${listed(fields)}`;
  return `give it ${article(`${wanted}`)}`;
}
