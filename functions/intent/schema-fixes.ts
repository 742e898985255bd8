import { formatPath, type Path } from '../diagnostics/path.ts';
import { quote } from '../diagnostics/quote.ts';
import { flowText } from '../krm/flow-text.ts';
import { durationFix } from './duration-fix.ts';
import { longForms } from './long-forms.ts';
import { patternMeaning } from './pattern-meaning.ts';
import { fieldsAt, freeMapsAt, gluedField, meantField, patternAt, placesBelow } from './schema-fields.ts';

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
export function fieldFix(name: string, parent: Path, beside: Readonly<Record<string, unknown>>): string {
  const known = fieldsAt(parent);
  const glued = gluedField(name, parent);
  if (glued !== undefined && !name.includes(':')) return `put a colon behind \`${glued.field}\``;
  if (glued !== undefined) return `write \`${glued.field}: ${glued.value}\`, with a space behind the colon`;
  const near = meantField(name, parent, beside);
  if (near === 'to' && name === 'service' && typeof beside.port === 'number')
    return `write \`to: ${beside.service}:${beside.port}\` instead of \`service\` and \`port\``;
  if (near !== undefined) return `write \`${near}\` instead of \`${name}\``;
  const entry = asEntry(name, known, beside[name]);
  if (entry !== undefined) return `write \`${flowText(entry)}\``;
  const free = typeof beside[name] === 'object' ? undefined : freeMapsAt(parent).find((field) => field === 'set' || field === 'selector');
  if (free !== undefined) return `write \`${free}: ${flowText({ [name]: beside[name] })}\``;
  if (parent.length === 0 && fieldsAt(['spec']).includes(name)) return `indent it: it is a field of \`spec\``;
  const elsewhere = placesOf(name, parent);
  if (elsewhere.length > 0) return `move it: it is a field of ${elsewhere.map((place) => `\`${formatPath(place)}\``).join(' or ')}`;
  if (known.length === 0) return 'remove it';
  return `remove it; the fields of ${parent.length === 0 ? 'an intent' : `\`${formatPath(parent)}\``} are ${listed(known)}`;
}

/** `x-user: a` in an entry that has a name and a value as fields. */
function asEntry(name: string, known: readonly string[], value: unknown): object | undefined {
  if (!known.includes('name') || !known.includes('exact') || typeof value === 'object') return undefined;
  return { name, exact: String(value) };
}

/** Where a field of this name belongs: below the place where it is written, or the nearest place around it. */
function placesOf(name: string, parent: Path): Path[] {
  const below = placesBelow(parent, name);
  if (below.length > 0) return below.slice(0, 3);
  const around = parent.map((_, index) => parent.slice(0, index)).findLast((place) => place.length > 0 && fieldsAt(place).includes(name));
  return around === undefined ? [] : [around];
}

/** The fields that a value would lack; `undefined` where more is wrong with it. */
type Lacks = (value: unknown) => readonly string[] | undefined;

/** The value that is meant, as it is written; what it lacks is left open. */
function longForm(path: Path, wanted: unknown, value: unknown, lacks: Lacks): string | undefined {
  const forms = longForms(path, wanted, value).map((form) => ({ form, missing: lacks(form) }));
  const { form, missing = [] } = forms.find((one) => one.missing?.length === 0) ?? forms.find((one) => one.missing !== undefined) ?? {};
  if (form === undefined) return undefined;
  return flowText(missing.reduce((whole, field) => ({ ...(whole as object), [field]: '…' }), form)).replaceAll('"…"', '…');
}

/** Kustomize's patches are texts, and may be lists. */
const patchFix = (value: unknown): string =>
  Array.isArray(value) || /^\s*[-[]/.test(String(value))
    ? `write \`operations\` instead of \`patch\`${typeof value === 'string' ? ', and leave the `|` out' : ''}: a list is a JSON Patch`
    : 'leave the `|` out: a patch is a map here, and no text';

/** How to write a value in the type that its field has: `written` is how it is written, `lacks` what another value would lack in its place. */
export function typeFix(wanted: unknown, value: unknown, path: Path, written: string | undefined, lacks: Lacks): string {
  if (wanted === 'string' && typeof value !== 'object')
    return (isDuration(patternAt(path) ?? '') ? durationFix(value) : undefined) ?? `put it in quotes: "${written ?? value}"`;
  if (path.at(-1) === 'patch' && wanted === 'object') return patchFix(value);
  const meant = longForm(path, wanted, value, lacks);
  if (wanted === 'array') return listFix(value, path, meant);
  if (meant !== undefined) return `write \`${meant}\``;
  if (wanted === 'boolean' && /^(?:true|false)$/.test(String(value))) return `write ${value}, without quotes`;
  if (path.at(-1) === 'matchLabels') return `leave \`matchLabels\` out: the labels stand in \`${path.at(-2)}\` itself`;
  const digits = /^(\d+) *%?$/.exec(typeof value === 'string' ? value : '')?.[1];
  if ((wanted === 'integer' || wanted === 'number') && digits !== undefined) return `write ${digits}, without quotes`;
  if (wanted === 'integer' && path.at(-1) === 'port') return 'write the number of the port: names of ports are not looked up';
  const fields = wanted === 'object' ? fieldsAt(path) : [];
  if (fields.length > 0) return `write it as a map with fields of these: ${listed(fields)}`;
  const pattern = wanted === 'string' ? patternAt(path) : undefined;
  return pattern === undefined ? `give it ${article(`${wanted}`)}` : patternMeaning(pattern).fix;
}

/** How to write a list: of maps with names, these are the names of the entries. */
function listFix(value: unknown, path: Path, meant: string | undefined): string {
  if (typeof value !== 'object' || value === null) return `write it as a list: \`${meant ?? `[${value}]`}\``;
  const [name = '', ...more] = Object.keys(value);
  const isKnown = more.length > 0 || fieldsAt([...path, 0]).includes(name) || !fieldsAt([...path, 0]).includes('name');
  return isKnown ? 'begin each entry with `-`' : `write the entry as \`- name: ${name}\``;
}
