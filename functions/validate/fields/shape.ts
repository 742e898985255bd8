import { shapeLines } from '../generated/shapes.ts';
import type { Expression } from './expression.ts';

export type ShapeType = 'object' | 'array' | 'string' | 'integer' | 'number' | 'boolean' | 'any' | 'intOrString' | 'quantity';

/** What a value may look like: the part of an upstream schema that decides whether the API server accepts it. */
export interface Shape {
  readonly type: ShapeType;
  /** A scalar without any limit but its type. */
  readonly isSimple: boolean;
  /** A map of texts without any limit, such as labels. */
  readonly isTextMap: boolean;
  readonly nullable: boolean;
  readonly fields: ReadonlyMap<string, Field> | undefined;
  readonly required: readonly string[];
  /** The values of a map. */
  readonly values: Reference | undefined;
  readonly items: Reference | undefined;
  /** Fields that are not named are kept, not refused. */
  readonly open: boolean;
  readonly enum: ReadonlyMap<string | number, Mark | undefined> | undefined;
  readonly lowest: number | undefined;
  readonly highest: number | undefined;
  readonly minSize: number | undefined;
  readonly maxSize: number | undefined;
  readonly patterns: readonly string[];
  readonly format: string | undefined;
  readonly fallback: unknown;
  /** Entries must differ in these fields, or as wholes. */
  readonly unique: readonly string[] | true | undefined;
  readonly oneOf: readonly OneOf[];
  readonly constraints: readonly Constraint[];
}

/** The number of a line in the table, or a letter for a shape without limits. */
export type Reference = string | number;

export interface Field {
  readonly shape: Reference;
  readonly mark: Mark | undefined;
}

/** Where a field or a value can be used. */
export interface Mark {
  /** The first compared release that has it. */
  readonly since: string | undefined;
  /** The last compared release that did not have it. */
  readonly missingIn: string | undefined;
  /** Only in the experimental channel of the Gateway API. */
  readonly experimental: boolean;
}

export interface OneOf {
  readonly names: readonly string[];
  readonly needed: boolean;
}

export interface Constraint {
  readonly code: string;
  readonly expression: Expression;
  /** Holds in one channel of the Gateway API only. */
  readonly only: 'standard' | 'experimental' | undefined;
}

/** A line of the table: see scripts/facts/pool.ts. */
interface Line {
  readonly t?: string;
  readonly f?: Readonly<Record<string, Reference>>;
  readonly v?: Reference;
  readonly i?: Reference;
  readonly o?: 1;
  readonly e?: readonly (string | number)[];
  readonly l?: number;
  readonly h?: number;
  readonly m?: number;
  readonly M?: number;
  readonly p?: string | readonly string[];
  readonly F?: string;
  readonly d?: unknown;
  readonly u?: 1 | readonly string[];
  readonly 1?: readonly (readonly (string | 1)[])[];
  readonly c?: readonly (readonly [string, Expression])[];
}

const types: Readonly<Record<string, ShapeType>> = {
  s: 'string',
  i: 'integer',
  n: 'number',
  b: 'boolean',
  x: 'any',
  q: 'intOrString',
  u: 'quantity',
  o: 'object',
  a: 'array',
};

let lines: readonly string[] | undefined;
const known: (Shape | undefined)[] = [];
const letters = new Map<Reference, Shape>();

function table(): readonly string[] {
  if (lines === undefined) {
    lines = shapeLines.split('\n');
    // Without holes and ends, V8 need not be ready for them.
    for (const _ of lines) known.push(undefined);
  }
  return lines;
}

/** The shape of a reference. Nothing of the table is read before it is asked for. */
export function shapeOf(reference: Reference): Shape {
  if (lines === undefined) table();
  const before = typeof reference === 'number' ? known[reference] : letters.get(reference);
  return before ?? readShape(reference);
}

function readShape(reference: Reference): Shape {
  const shape = decode(typeof reference === 'number' ? (JSON.parse(table()[reference] as string) as Line) : { t: reference });
  if (typeof reference === 'number') known[reference] = shape;
  else letters.set(reference, shape);
  return shape;
}

function decode(line: Line): Shape {
  const letter = line.t?.toLowerCase() ?? (line.f ? 'o' : 'a');
  const fields = line.f && new Map(Object.entries(line.f).map(([name, shape]) => decodeField(name, shape)));
  return {
    type: types[letter] ?? 'any',
    isSimple: Object.keys(line).every((key) => key === 't') && /[sinbqu]/.test(letter),
    isTextMap: letter === 'o' && line.v === 's' && Object.keys(line).every((key) => key === 't' || key === 'v'),
    nullable: line.t !== undefined && line.t !== letter,
    fields,
    required: Object.keys(line.f ?? {}).flatMap((name) => (name.includes('!') ? name.slice(0, name.indexOf('!')) : [])),
    values: line.v,
    items: line.i,
    open: line.o === 1,
    enum: line.e && new Map(line.e.map((value) => decodeValue(value, letter === 'i'))),
    lowest: line.l,
    highest: line.h,
    minSize: line.m,
    maxSize: line.M,
    patterns: line.p === undefined ? [] : typeof line.p === 'string' ? [line.p] : line.p,
    format: line.F,
    fallback: line.d,
    unique: line.u === 1 ? true : line.u,
    oneOf: (line[1] ?? []).map((names) => ({ names: names.filter((name) => name !== 1), needed: names[0] === 1 })),
    constraints: (line.c ?? []).map(([code, expression]) => ({
      code: code.replace(/[-~]$/, ''),
      expression,
      only: code.endsWith('-') ? 'standard' : code.endsWith('~') ? 'experimental' : undefined,
    })),
  };
}

function decodeField(name: string, shape: Reference): [string, Field] {
  const end = name.search(/[!~@]/);
  return end < 0 ? [name, { shape, mark: undefined }] : [name.slice(0, end), { shape, mark: markOf(name.slice(end)) }];
}

/** A number with a mark is written as text. */
function decodeValue(value: string | number, isNumber: boolean): [string | number, Mark | undefined] {
  const found = typeof value === 'string' ? /^([^~@]*)([~@].*)$/.exec(value) : null;
  if (found === null) return [value, undefined];
  return [isNumber ? Number(found[1]) : (found[1] as string), markOf(found[2] as string)];
}

/** Reads `~@1.31>1.30`. */
export function markOf(text: string): Mark | undefined {
  const found = /^!?(~?)(?:@([\d.]+)>([\d.]+))?$/.exec(text);
  if (found === null || text === '!') return undefined;
  return { since: found[2], missingIn: found[3], experimental: found[1] === '~' };
}
