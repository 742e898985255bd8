import type { Expression } from './cel.ts';
import { parseCel } from './cel.ts';
import { claim, ownFormat } from './claims.ts';
import { pattern } from './pattern.ts';
import type { Constraint, Field, Kind, OneOf, Shape, ShapeType } from './shape.ts';
import { simplify } from './simplify.ts';

/** The parts of an OpenAPI schema that custom resource definitions use. */
interface Schema {
  type?: string;
  properties?: Record<string, Schema>;
  items?: Schema;
  additionalProperties?: boolean | Schema;
  required?: string[];
  enum?: (string | number)[];
  pattern?: string;
  format?: string;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
  minProperties?: number;
  maxProperties?: number;
  nullable?: boolean;
  default?: unknown;
  oneOf?: Schema[];
  anyOf?: Schema[];
  allOf?: Schema[];
  not?: Schema;
  'x-kubernetes-int-or-string'?: boolean;
  'x-kubernetes-preserve-unknown-fields'?: boolean;
  'x-kubernetes-embedded-resource'?: boolean;
  'x-kubernetes-list-type'?: string;
  'x-kubernetes-list-map-keys'?: string[];
  'x-kubernetes-validations'?: { rule: string }[];
}

export interface CustomResourceDefinition {
  kind: string;
  spec: {
    group: string;
    scope: string;
    names: { kind: string };
    versions: { name: string; served: boolean; deprecated?: boolean; schema: { openAPIV3Schema: Schema } }[];
  };
}

/** Formats that say nothing which the type does not say, or that the API server does not check. */
const silentFormats = new Set(['int64', 'uint32', 'uint64', 'double', 'float', 'binary', 'int-or-string', undefined]);

/** The fact form of a custom resource definition; `metadata` is the shape of the metadata of every object. */
export function customResource(definition: CustomResourceDefinition, metadata: Shape): Kind {
  const { group, names, scope, versions } = definition.spec;
  const served = versions.filter((version) => version.served);
  return {
    group,
    kind: names.kind,
    namespaced: scope === 'Namespaced',
    versions: Object.fromEntries(
      served.map(({ name, schema, deprecated }) => [
        name,
        { shape: rootShape(schema.openAPIV3Schema, metadata, names.kind), deprecated: deprecated === true },
      ]),
    ),
  };
}

function rootShape(schema: Schema, metadata: Shape, kind: string): Shape {
  const root = shapeOf(schema, kind);
  const any: Shape = { type: 'any' };
  return {
    ...root,
    fields: {
      apiVersion: { shape: { type: 'string' } },
      kind: { shape: { type: 'string' } },
      ...root.fields,
      metadata: { shape: metadata },
      ...(root.fields?.status ? { status: { shape: any } } : {}),
    },
  };
}

function shapeOf(schema: Schema, path: string): Shape {
  const parts = [schema, ...(schema.allOf ?? [])];
  const type = typeOf(schema);
  const rules = expressionsOf(schema);
  const own = [undefined, ...rules].map((rule) => ownFormat(rule, path)).find((found) => found !== undefined);
  const format = own ?? (silentFormats.has(schema.format) ? undefined : schema.format);
  return clean({
    type,
    fields: type === 'object' && schema.properties ? fieldsOf(schema, path) : undefined,
    values:
      type === 'object' && typeof schema.additionalProperties === 'object' ? shapeOf(schema.additionalProperties, `${path}{}`) : undefined,
    open: isOpen(schema, type) || undefined,
    items: schema.items ? shapeOf(schema.items, `${path}[]`) : undefined,
    nullable: schema.nullable || undefined,
    enum: smallest(parts.map((part) => part.enum))?.map((value) => ({ value })),
    lowest: schema.minimum,
    highest: schema.maximum,
    minSize: most(parts.map((part) => part.minLength ?? part.minItems ?? part.minProperties)),
    maxSize: least(parts.map((part) => part.maxLength ?? part.maxItems ?? part.maxProperties)),
    pattern: listOf([...new Set(parts.flatMap((part) => (part.pattern === undefined ? [] : pattern(part.pattern))))]),
    format,
    fallback: schema.default,
    unique: uniqueOf(schema),
    oneOf: listOf(parts.flatMap((part) => oneOf(part, path))),
    constraints: listOf([...constraintsOf(rules, path, uniqueOf(schema)), ...addressConstraint(schema, path)]),
  });
}

function typeOf(schema: Schema): ShapeType {
  if (schema['x-kubernetes-int-or-string']) return 'intOrString';
  if (schema.type !== undefined) return schema.type as ShapeType;
  return 'any';
}

/** An object without fields takes everything that the pruning keeps; one that says nothing at all is pruned to nothing. */
function isOpen(schema: Schema, type: ShapeType): boolean {
  return type === 'object' && (schema['x-kubernetes-preserve-unknown-fields'] === true || schema.additionalProperties === true);
}

function fieldsOf(schema: Schema, path: string): Record<string, Field> {
  const required = new Set(schema.required ?? []);
  return Object.fromEntries(
    Object.entries(schema.properties ?? {}).map(([name, property]) => [
      name,
      clean({ shape: shapeOf(property, `${path}.${name}`), required: required.has(name) || undefined }),
    ]),
  );
}

function uniqueOf(schema: Schema): Shape['unique'] {
  if (schema['x-kubernetes-list-type'] === 'map') return schema['x-kubernetes-list-map-keys'];
  return schema['x-kubernetes-list-type'] === 'set' ? true : undefined;
}

/** `oneOf: [{not: {anyOf: [{required: [a]}, …]}}, {required: [a]}, …]`: at most one; without the first branch: exactly one. */
function oneOf(schema: Schema, path: string): OneOf[] {
  const branches = schema.oneOf ?? [];
  if (branches.length === 0 || branches.some((branch) => branch.properties && !branch.required)) return [];
  const names = branches.filter((branch) => !branch.not).map((branch) => branch.required?.join('+') ?? '');
  if (names.some((name) => name === '' || name.includes('+'))) {
    if (path.startsWith('IstioControlPlane')) return [];
    throw new Error(`an unknown form of oneOf at ${path}: ${JSON.stringify(branches).slice(0, 300)}`);
  }
  return [{ names, needed: !branches.some((branch) => branch.not) }];
}

/** The Gateway API says with `oneOf` that a value of type IPAddress is an address. */
function addressConstraint(schema: Schema, path: string): Constraint[] {
  if (!schema.oneOf?.some((branch) => branch.properties?.type?.enum?.includes('IPAddress'))) return [];
  const expression: Expression = ['implies', ['&&', ['==', '@type', "'IPAddress"], ['has', '@value']], ['isIP', '@value']];
  return [{ expression, code: claim(expression, path) ?? 'GI1010' }];
}

function expressionsOf(schema: Schema): readonly Expression[] {
  const rules = (schema['x-kubernetes-validations'] ?? []).map(({ rule }) => rule);
  // Rules over the old value are for changes only, which files do not have.
  return rules.filter((rule) => !rule.includes('oldSelf')).map((rule) => simplify(parseCel(rule)));
}

function constraintsOf(expressions: readonly Expression[], path: string, unique: Shape['unique']): Constraint[] {
  const told = JSON.stringify(['unique', '@', null, ...(Array.isArray(unique) ? unique : [])]);
  return expressions.flatMap((expression) => {
    const known = ownFormat(expression, path) !== undefined || JSON.stringify(expression) === told;
    const code = known ? undefined : claim(expression, path);
    return code === undefined ? [] : [{ expression, code }];
  });
}

const listOf = <Entry>(entries: Entry[]): Entry[] | undefined => (entries.length === 0 ? undefined : entries);
const numbers = (values: (number | undefined)[]) => values.filter((value) => value !== undefined);
const most = (values: (number | undefined)[]) => (numbers(values).length === 0 ? undefined : Math.max(...numbers(values)));
const least = (values: (number | undefined)[]) => (numbers(values).length === 0 ? undefined : Math.min(...numbers(values)));
const smallest = <Entry>(lists: (Entry[] | undefined)[]): Entry[] | undefined =>
  lists.filter((list) => list !== undefined).sort((left, right) => left.length - right.length)[0];

/** Without the fields that are `undefined`, so that equal shapes have equal texts. */
export function clean<Value extends object>(value: Value): Value {
  return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined)) as Value;
}
