import { flowText } from '../../krm/flow-text.ts';
import { formatObject } from '../../krm/format-object.ts';
import type { KubeObject } from '../../krm/kube-object.ts';

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
