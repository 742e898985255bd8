import { doubleQuoted, formatObject } from './format-object.ts';
import { isMap } from './is-map.ts';
import type { KubeObject } from './kube-object.ts';
import { needsQuotes } from './needs-quotes.ts';

/** How the collections that a value is put into are written: strings as JSON has them, or bare where they can be. */
export type FlowStyle = 'json' | 'yaml';

/** A value on one line, for a place inside of brackets. */
export function flowText(value: unknown, style: FlowStyle = 'yaml'): string {
  if (Array.isArray(value)) return `[${value.map((entry) => flowText(entry, style)).join(', ')}]`;
  if (isMap(value)) return `{${flowPairs(value, style)}}`;
  if (typeof value !== 'string') return formatObject({ k: value ?? null } as unknown as KubeObject).slice('k: '.length, -1);
  return style === 'yaml' && !needsQuotes(value) && !/[,[\]{}]/.test(value) ? value : doubleQuoted(value);
}

export function flowPairs(map: Readonly<Record<string, unknown>>, style: FlowStyle): string {
  const entries = Object.entries(map).filter(([, value]) => value !== undefined);
  return entries.map(([key, value]) => `${flowText(key, style)}: ${flowText(value, style)}`).join(', ');
}
