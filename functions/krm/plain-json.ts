import { notPlain } from './plain-yaml.ts';

/** Every key of a JSON text: a string with a colon behind it. */
const key = /"(?:[^"\\]|\\.)*"\s*:/g;

/** The value of a JSON object in which no key is written twice; `notPlain` where the library must have a closer look. */
export function readPlainJson(text: string): unknown {
  if (text.includes('__proto__')) return notPlain;
  try {
    const value: unknown = JSON.parse(text);
    return countKeys(value) === (text.match(key) ?? []).length ? value : notPlain;
  } catch {
    return notPlain;
  }
}

function countKeys(value: unknown): number {
  if (value === null || typeof value !== 'object') return 0;
  const values = Object.values(value);
  let count = Array.isArray(value) ? 0 : values.length;
  for (const one of values) count += countKeys(one);
  return count;
}
