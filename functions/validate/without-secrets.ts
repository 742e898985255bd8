import { quote } from '../diagnostics/quote.ts';
import { isMap } from '../krm/is-map.ts';
import type { Item } from '../krm/item.ts';

/** A text about a Secret without the values that the Secret holds: findings are shown in places that more people see. */
export function withoutSecrets(text: string, { id, object }: Item): string {
  if (id.kind !== 'Secret') return text;
  const values = [object.data, object.stringData].flatMap(valuesIn).filter((value) => value !== '');
  // Long values first: a short one may be part of them.
  return values.sort((one, other) => other.length - one.length).reduce(hide, text);
}

/** Every way in which findings show a value. */
const shown = (value: string): string[] => [
  JSON.stringify(value),
  `"${value}"`,
  quote(value),
  `the number ${value}`,
  `the truth value ${value}`,
];

const hide = (text: string, value: string): string => shown(value).reduce((rest, form) => rest.replaceAll(form, '"…"'), text);

function valuesIn(value: unknown): string[] {
  if (isMap(value) || Array.isArray(value)) return Object.values(value).flatMap(valuesIn);
  return value === null || value === undefined ? [] : [String(value)];
}
