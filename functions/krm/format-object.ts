import { type Comments, elementKeys, endPlace, noComments } from './comments.ts';
import { isMap } from './is-map.ts';
import type { KubeObject } from './kube-object.ts';
import { needsQuotes } from './needs-quotes.ts';

const first = ['apiVersion', 'kind', 'metadata'];
const last = ['status'];
const firstOfMetadata = ['name', 'generateName', 'namespace', 'labels', 'annotations'];

/** The keys that have a value, the given ones first and last, the others in their own order. */
function orderedKeys(map: Readonly<Record<string, unknown>>, head: readonly string[], tail: readonly string[]): string[] {
  const keys = Object.keys(map).filter((key) => map[key] !== undefined);
  const inner = keys.filter((key) => !head.includes(key) && !tail.includes(key));
  return [...head.filter((key) => keys.includes(key)), ...inner, ...tail.filter((key) => keys.includes(key))];
}

/** JSON's escapes are YAML's, but JSON leaves some characters alone that YAML readers break lines at or refuse. */
export const doubleQuoted = (text: string): string =>
  JSON.stringify(text).replace(
    /[\u007f-\u00a0\u2028\u2029\ufeff\ufffe\uffff]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that only double quotes can hold
const needsEscapes = /[\u0000-\u001f\u007f-\u00a0\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]/;

function quotedText(text: string): string {
  const isEasierSingle = /["\\]/.test(text) && !needsEscapes.test(text);
  return isEasierSingle ? `'${text.replaceAll("'", "''")}'` : doubleQuoted(text);
}

const scalarText = (text: string) => (needsQuotes(text) ? quotedText(text) : text);

/** Exponents get a point: YAML 1.1 reads `1e+21` as a string. */
function numberText(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? '.nan' : value > 0 ? '.inf' : '-.inf';
  return String(value).replace(/^(-?\d+)e/, '$1.0e');
}

/** Text that a literal block can hold and show as it is. */
function isLiteral(text: string): boolean {
  return (
    text.includes('\n') &&
    !/^[\n \t]/.test(text) &&
    !/[ \t]$/m.test(text) &&
    !needsEscapes.test(text.replaceAll('\n', '').replaceAll('\t', ''))
  );
}

function literalText(text: string, margin: string): string {
  const chomp = text.endsWith('\n') ? (text.endsWith('\n\n') ? '+' : '') : '-';
  const body = text.replace(/\n$/, '').split('\n');
  return `|${chomp}\n${body.map((line) => (line === '' ? '' : margin + line)).join('\n')}`;
}

interface Writing {
  readonly comments: Comments;
  readonly lines: string[];
}

/** Comments above a line. */
function before(writing: Writing, place: string, margin: string): void {
  for (const line of writing.comments.get(place)?.before ?? []) writing.lines.push(line === undefined ? '' : `${margin}#${line}`);
}

function after(writing: Writing, place: string): string {
  const comment = writing.comments.get(place)?.after;
  return comment === undefined ? '' : ` #${comment}`;
}

/** Writes `lead` (a key with its colon, or a dash) and the value behind or below it. */
function writeValue(writing: Writing, lead: string, value: unknown, margin: string, place: string): void {
  const note = after(writing, place);
  if (Array.isArray(value) && value.length > 0) {
    writing.lines.push(lead + note);
    writeList(writing, value, margin, place);
  } else if (isMap(value) && Object.values(value).some((entry) => entry !== undefined)) {
    writing.lines.push(lead + note);
    writeMap(writing, value, Object.keys(value), `${margin}  `, place);
  } else {
    writing.lines.push(`${lead} ${inlineText(value, `${margin}  `, note)}`);
  }
}

function inlineText(value: unknown, margin: string, note: string): string {
  if (typeof value === 'string' && isLiteral(value)) return literalText(value, margin).replace('\n', () => `${note}\n`);
  return inlineScalar(value) + note;
}

function inlineScalar(value: unknown): string {
  if (typeof value === 'string') return scalarText(value);
  if (typeof value === 'number') return numberText(value);
  if (Array.isArray(value)) return '[]';
  return isMap(value) ? '{}' : String(value ?? null);
}

function writeMap(writing: Writing, map: Readonly<Record<string, unknown>>, keys: readonly string[], margin: string, place: string): void {
  for (const key of keys) {
    const value = map[key];
    if (value === undefined) continue;
    const inner = `${place}/${key}`;
    before(writing, inner, margin);
    const isMetadata = inner === '/metadata' && isMap(value);
    const ordered = isMetadata ? Object.fromEntries(orderedKeys(value, firstOfMetadata, []).map((name) => [name, value[name]])) : value;
    writeValue(writing, `${margin}${scalarText(key)}:`, ordered, margin, inner);
  }
}

/** Lists stand in the column of their key; the first line of an element stands behind its dash. */
function writeList(writing: Writing, list: readonly unknown[], margin: string, place: string): void {
  const keys = elementKeys(list);
  for (const [index, value] of list.entries()) {
    const inner = `${place}/${keys[index]}`;
    before(writing, inner, margin);
    const at = writing.lines.length;
    const isMapElement = isMap(value) && Object.values(value).some((entry) => entry !== undefined);
    if (isMapElement) writeMap(writing, value, Object.keys(value), `${margin}  `, inner);
    else if (Array.isArray(value) && value.length > 0) writeList(writing, value, `${margin}  `, inner);
    else writing.lines.push(`${margin}  ${inlineText(value, `${margin}  `, after(writing, inner))}`);
    putDash(writing.lines, at, margin);
  }
}

/** Puts a dash before the lines from `at` on; where they begin with a comment, the dash gets a line with that comment. */
function putDash(lines: string[], at: number, margin: string): void {
  lines[at] = `${margin}- ${(lines[at] as string).slice(margin.length + 2)}`;
}

/** An object → YAML that every reader reads alike: block style, no anchors, no folded lines. `comments` are those of an earlier text of it. */
export function formatObject(object: KubeObject, comments: Comments = noComments): string {
  const writing: Writing = { comments, lines: [] };
  writeMap(writing, object, orderedKeys(object, first, last), '', '');
  before(writing, endPlace, '');
  return `${writing.lines.join('\n')}\n`;
}

/** Any fields → YAML, as `formatObject` writes them. */
export function formatFields(fields: Readonly<Record<string, unknown>>): string {
  const writing: Writing = { comments: noComments, lines: [] };
  writeMap(writing, fields, Object.keys(fields), '', '');
  return `${writing.lines.join('\n')}\n`;
}
