/**
 * Writes shapes as text: one line each, equal shapes once, and shapes named by the number of their line. Field names carry their
 * marks: `hosts!` is required, `tls~` is experimental, `lua@1.31>1.30` came with 1.31 and was missing in 1.30.
 */
import type { Mark, Shape } from './shape.ts';

/** A shape without any limit is named by its letter instead of a line. */
const letters: Readonly<Record<string, string>> = {
  string: 's',
  integer: 'i',
  number: 'n',
  boolean: 'b',
  any: 'x',
  intOrString: 'q',
  quantity: 'u',
  object: 'o',
  array: 'a',
};

export type Reference = string | number;

export interface Pool {
  readonly lines: string[];
  /** A digit for each line: 1 where it, or a shape below it, has constraints, 2 for defaults, 3 for both. */
  readonly reach: string[];
  add(shape: Shape): Reference;
}

export function createPool(): Pool {
  const lines: string[] = [];
  const reach: string[] = [];
  const known = new Map<string, number>();
  const pool: Pool = {
    lines,
    reach,
    add(shape) {
      const encoded = encode(shape, pool.add);
      const keys = Object.keys(encoded);
      const letter = encoded.t;
      if (keys.length === 1 && typeof letter === 'string' && !'oOaA'.includes(letter)) return letter;
      const line = JSON.stringify(encoded);
      const before = known.get(line);
      if (before !== undefined) return before;
      known.set(line, lines.length);
      reach.push(`${reachOf(encoded, reach)}`);
      return lines.push(line) - 1;
    },
  };
  return pool;
}

/** Shapes below a shape have lines before it. */
export function reachOf(encoded: Readonly<Record<string, unknown>>, reach: readonly string[]): number {
  const below = [...Object.values((encoded.f ?? {}) as object), encoded.v, encoded.i];
  const own = (encoded.c === undefined ? 0 : 1) + (encoded.d === undefined ? 0 : 2);
  return below.reduce<number>((bits, child) => (typeof child === 'number' ? bits | Number(reach[child]) : bits), own);
}

/** A capital letter takes `null` as well. An object with fields and a list with entries need no letter, unless they take `null`. */
function letterOf(shape: Shape): string | undefined {
  const letter = letters[shape.type] ?? 'x';
  if (shape.nullable && letter !== 'x') return letter.toUpperCase();
  return shape.fields || shape.items ? undefined : letter;
}

function encode(shape: Shape, add: (shape: Shape) => Reference): Record<string, unknown> {
  const entries: Record<string, unknown> = {
    t: letterOf(shape),
    f:
      shape.fields &&
      Object.fromEntries(
        Object.entries(shape.fields).map(([name, field]) => [`${name}${field.required ? '!' : ''}${suffix(field.mark)}`, add(field.shape)]),
      ),
    v: shape.values && add(shape.values),
    i: shape.items && add(shape.items),
    o: shape.open ? 1 : undefined,
    e: shape.enum?.map(({ value, mark }) => (mark ? `${value}${suffix(mark)}` : value)),
    l: shape.lowest,
    h: shape.highest,
    m: shape.minSize,
    M: shape.maxSize,
    p: shape.pattern?.length === 1 ? shape.pattern[0] : shape.pattern,
    F: shape.format,
    d: shape.fallback,
    u: shape.unique === true ? 1 : shape.unique,
    1: shape.oneOf?.map(({ names, needed }) => (needed ? [1, ...names] : names)),
    c: shape.constraints?.map(({ code, expression, only }) => [
      `${code}${only === undefined ? '' : only === 'standard' ? '-' : '~'}`,
      expression,
    ]),
  };
  return Object.fromEntries(Object.entries(entries).filter(([, value]) => value !== undefined));
}

export function suffix(mark: Mark | undefined): string {
  if (mark === undefined) return '';
  return `${mark.experimental ? '~' : ''}${mark.since ? `@${mark.since}>${mark.missingIn}` : ''}`;
}
