import { formatObject } from '../../krm/format-object.ts';
import { isMap } from '../../krm/is-map.ts';
import type { KubeObject } from '../../krm/kube-object.ts';
import { needsQuotes } from '../../krm/needs-quotes.ts';

/** A value as it is written: what stands on the line of its key or dash, and the lines below, indented as below a key in the first column. */
export interface Written {
  readonly inline: string;
  readonly body: readonly string[];
}

export function written(value: unknown): Written {
  const [first = '', ...body] = formatObject({ k: value ?? null } as unknown as KubeObject)
    .slice(0, -1)
    .split('\n');
  // Blank lines at the end of a block depend on what follows it.
  if (body.at(-1) === '') return { inline: flowText(value, 'yaml'), body: [] };
  return { inline: first.slice('k:'.length).trimStart(), body };
}

/** The lines of a key with its value. */
export function keyLines(key: string, value: unknown): string[] {
  const { inline, body } = written(value);
  return [`${flowText(key, 'yaml')}:${inline === '' ? '' : ` ${inline}`}`, ...body];
}

/** The lines of a list element, its dash included. */
export function elementLines(value: unknown): string[] {
  const { inline, body } = written(value);
  if (inline !== '') return [`- ${inline}`, ...body];
  const [first = '', ...others] = Array.isArray(value) ? indented(body, 2) : body;
  return [`- ${first.slice(2)}`, ...others];
}

/** Whether the text of a value must be followed by a line break: its last line is one of a block of text that ends with one. */
export function endsInBlock(value: unknown): boolean {
  if (typeof value === 'string') return value.includes('\n') && value.endsWith('\n');
  if (value === null || typeof value !== 'object') return false;
  return endsInBlock(
    Object.values(value)
      .filter((entry) => entry !== undefined)
      .at(-1),
  );
}

/** A whole document. */
export function documentText(value: unknown): string {
  const { inline, body } = written(value);
  const lines = inline === '' ? body.map((line) => (Array.isArray(value) ? line : line.slice(2))) : [inline];
  return `${lines.join('\n')}\n`;
}

/** Lines with a margin; empty ones stay empty. */
export const indented = (lines: readonly string[], margin: number): string[] =>
  lines.map((line) => (line === '' ? '' : ' '.repeat(margin) + line));

/** How the collections that a value is put into are written: strings as JSON has them, or bare where they can be. */
export type FlowStyle = 'json' | 'yaml';

/** A value on one line, for a place inside of brackets. */
export function flowText(value: unknown, style: FlowStyle): string {
  if (Array.isArray(value)) return `[${value.map((entry) => flowText(entry, style)).join(', ')}]`;
  if (isMap(value)) return `{${flowPairs(value, style)}}`;
  if (typeof value !== 'string') return formatObject({ k: value ?? null } as unknown as KubeObject).slice('k: '.length, -1);
  return style === 'yaml' && !needsQuotes(value) && !/[,[\]{}]/.test(value) ? value : escaped(value);
}

export function flowPairs(map: Readonly<Record<string, unknown>>, style: FlowStyle): string {
  const entries = Object.entries(map).filter(([, value]) => value !== undefined);
  return entries.map(([key, value]) => `${flowText(key, style)}: ${flowText(value, style)}`).join(', ');
}

/** JSON's escapes are YAML's, but YAML breaks lines at more characters than JSON. */
export const escaped = (text: string): string =>
  JSON.stringify(text).replace(
    /[\u007f-\u00a0\u2028\u2029\ufeff\ufffe\uffff]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
