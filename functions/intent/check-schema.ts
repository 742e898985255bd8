import type { Path } from '../diagnostics/path.ts';
import { isMap } from '../krm/is-map.ts';
import { strictSchemaText } from './generated/strict-schema.ts';

/** Something that the schema says against a value. */
export interface SchemaError {
  readonly keyword: string;
  /** The value that is meant; the map that should hold a missing field, or holds one too many. */
  readonly at: Path;
  /** The field that is missing or too many. */
  readonly field?: string;
  /** What the keyword asks for. */
  readonly wanted: unknown;
}

/** A node of a strict schema: what only Kubernetes or an editor knows is left out. */
interface Node {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Node>>;
  readonly additionalProperties?: Node | boolean;
  readonly items?: Node;
  readonly [limit: string]: unknown;
}

type Root = Node & { readonly definitions: Readonly<Record<string, Node>> };

let parsed: Root | undefined;
function root(): Root {
  parsed ??= JSON.parse(strictSchemaText) as Root;
  return parsed;
}

const target = ({ $ref = '' }: Node): Node => root().definitions[$ref.slice('#/definitions/'.length)] as Node;

const types: Readonly<Record<string, (value: unknown) => boolean>> = {
  string: (value) => typeof value === 'string',
  boolean: (value) => typeof value === 'boolean',
  number: Number.isFinite,
  integer: Number.isInteger,
  array: Array.isArray,
  object: isMap,
};

/** Whether a value keeps to a limit of its type. */
type Within = (value: never, limit: never) => boolean;

const limits: readonly (readonly [isOf: (value: unknown) => boolean, limits: readonly (readonly [keyword: string, isWithin: Within])[]])[] =
  [
    [
      (value) => typeof value === 'number',
      [
        ['maximum', (value: number, limit: number) => value <= limit],
        ['minimum', (value: number, limit: number) => value >= limit],
      ],
    ],
    [
      (value) => typeof value === 'string',
      [
        ['maxLength', (value: string, limit: number) => value.length <= limit || [...value].length <= limit],
        ['minLength', (value: string, limit: number) => [...value].length >= limit],
        ['pattern', (value: string, pattern: string) => new RegExp(pattern, 'u').test(value)],
      ],
    ],
    [
      Array.isArray,
      [
        ['maxItems', (value: readonly unknown[], limit: number) => value.length <= limit],
        ['minItems', (value: readonly unknown[], limit: number) => value.length >= limit],
      ],
    ],
    [
      isMap,
      [
        ['maxProperties', (value: object, limit: number) => Object.keys(value).length <= limit],
        ['minProperties', (value: object, limit: number) => Object.keys(value).length >= limit],
      ],
    ],
  ];

/** Everything that the schema of intents says against a value, in the order of the schema. */
export function schemaErrors(value: unknown): readonly SchemaError[] {
  const errors: SchemaError[] = [];
  check(root(), value, [], errors);
  return errors;
}

function check(written: Node, value: unknown, at: Path, errors: SchemaError[]): void {
  const node = written.$ref === undefined ? written : target(written);
  const { type, enum: allowed } = node;
  const isOfType = type === undefined || (typeof type === 'string' ? types[type]?.(value) : type.some((one) => types[one]?.(value)));
  if (!isOfType) errors.push({ keyword: 'type', at, wanted: type });
  if (allowed !== undefined && !allowed.includes(value)) errors.push({ keyword: 'enum', at, wanted: allowed });
  for (const [isOf, each] of limits)
    if (isOf(value))
      for (const [keyword, isWithin] of each) {
        const limit = node[keyword];
        if (limit !== undefined && !isWithin(value as never, limit as never)) errors.push({ keyword, at, wanted: limit });
      }
  if (Array.isArray(value)) {
    if (node.items !== undefined) for (const [index, entry] of value.entries()) check(node.items, entry, [...at, index], errors);
  } else if (isMap(value)) checkFields(node, value, at, errors);
}

function checkFields(node: Node, value: Readonly<Record<string, unknown>>, at: Path, errors: SchemaError[]): void {
  const { required = [], properties = {}, additionalProperties: others = true } = node;
  for (const field of required) if (value[field] === undefined) errors.push({ keyword: 'required', at, field, wanted: required });
  for (const [field, entry] of Object.entries(value)) {
    if (Object.hasOwn(properties, field)) continue;
    if (others === false) errors.push({ keyword: 'additionalProperties', at, field, wanted: others });
    else if (others !== true) check(others, entry, [...at, field], errors);
  }
  for (const [field, own] of Object.entries(properties))
    if (Object.hasOwn(value, field) && value[field] !== undefined) check(own, value[field], [...at, field], errors);
}
