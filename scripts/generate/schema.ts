import { parse } from 'yaml';

/** The part of JSON Schema that a structural schema may use. */
export interface Schema {
  readonly title?: string;
  readonly description?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly additionalProperties?: Schema | boolean;
  readonly pattern?: string;
  readonly 'x-kubernetes-validations'?: readonly { readonly rule: string; readonly message: string }[];
  readonly 'x-kubernetes-int-or-string'?: boolean;
  readonly 'x-kubernetes-preserve-unknown-fields'?: boolean;
  readonly 'x-kubernetes-list-map-keys'?: readonly string[];
  readonly [keyword: string]: unknown;
}

const keywords = new Set([
  ...['title', 'description', 'type', 'enum', 'properties', 'required', 'items', 'additionalProperties', 'pattern', 'minimum', 'maximum'],
  ...['minItems', 'maxItems', 'minLength', 'maxLength', 'minProperties', 'maxProperties', 'x-kubernetes-validations'],
  ...['x-kubernetes-int-or-string', 'x-kubernetes-preserve-unknown-fields', 'x-kubernetes-list-type', 'x-kubernetes-list-map-keys'],
]);

/** The schema as data; shapes under one anchor stay one object. Throws where it is not structural or a field is not described. */
export function intentSchema(text: string): Schema {
  const schema: Schema = parse(text, { maxAliasCount: -1 });
  const wrong = [...problems(schema, 'GatewayIntent')];
  if (wrong.length > 0) throw new Error(`gateway-intent.schema.yaml is not a documented structural schema:\n  ${wrong.join('\n  ')}`);
  return schema;
}

function* problems(schema: Schema, path: string): Generator<string> {
  for (const keyword of Object.keys(schema)) if (!keywords.has(keyword)) yield `${path}: "${keyword}" is no keyword`;
  const typed = schema.type ?? schema['x-kubernetes-int-or-string'] ?? schema['x-kubernetes-preserve-unknown-fields'];
  if (typed === undefined) yield `${path}: no type`;
  for (const [name, property] of Object.entries(schema.properties ?? {})) {
    if (/^(on|off|yes|no|y|n)$/i.test(name)) yield `${path}.${name}: YAML 1.1 reads this name as a boolean`;
    if (!property.description) yield `${path}.${name}: not described`;
    yield* problems(property, `${path}.${name}`);
  }
  if (schema.items) yield* problems(schema.items, `${path}[]`);
  if (typeof schema.additionalProperties === 'object') yield* problems(schema.additionalProperties, `${path}{}`);
}

/** A copy of a schema in which every node went through `change`; a shape that is used twice stays one object. */
export function mapSchema(root: Schema, change: (copy: Record<string, unknown>, original: Schema) => void): Schema {
  const done = new Map<object, unknown>();
  const copy = (value: unknown, isSchema: boolean): unknown => {
    if (value === null || typeof value !== 'object') return value;
    const known = done.get(value);
    if (known !== undefined) return known;
    if (Array.isArray(value)) return value.map((element) => copy(element, false));
    const result: Record<string, unknown> = {};
    done.set(value, result);
    for (const [key, child] of Object.entries(value)) {
      if (isSchema && key === 'properties')
        result[key] = Object.fromEntries(Object.entries(child as object).map(([name, property]) => [name, copy(property, true)]));
      else result[key] = copy(child, isSchema && (key === 'items' || key === 'additionalProperties'));
    }
    if (isSchema) change(result, value as Schema);
    return result;
  };
  return copy(root, true) as Schema;
}

/** For ajv: unknown fields refused, shapes that are used twice under `$defs`, what only Kubernetes knows left out. */
export function strictSchema(schema: Schema): Schema {
  const closed = mapSchema(schema, (copy, original) => {
    const open = original['x-kubernetes-preserve-unknown-fields'] || (original.properties === undefined && original.type === 'object');
    if (original.properties !== undefined && !open) copy.additionalProperties = false;
    if (original['x-kubernetes-int-or-string']) copy.type = ['integer', 'string'];
    for (const keyword of Object.keys(copy))
      if (keyword.startsWith('x-kubernetes-') || keyword === 'title' || keyword === 'description') delete copy[keyword];
  });
  return withSharedLeaves(withDefinitions(closed, schema));
}

/** Scalars and lists of scalars that look the same are checked by the same code: the validator is half as large. */
function withSharedLeaves(root: Schema): Schema {
  const definitions: Record<string, unknown> = {};
  const names = new Map<string, string>();
  const share = (node: Schema, isField: boolean): Schema => {
    const own = {
      ...node,
      ...(node.properties
        ? { properties: Object.fromEntries(Object.entries(node.properties).map(([name, child]) => [name, share(child, true)])) }
        : {}),
      ...(node.items ? { items: share(node.items, true) } : {}),
    };
    if (!isField || node.$ref !== undefined || node.properties !== undefined || node.type === 'boolean') return own;
    const key = JSON.stringify(own);
    const name = names.get(key) ?? `leaf${names.size}`;
    names.set(key, name);
    definitions[name] = own;
    return { $ref: `#/definitions/${name}` };
  };
  const shared = Object.fromEntries(
    Object.entries(root.definitions as Record<string, Schema>).map(([name, node]) => [name, share(node, false)]),
  );
  const { definitions: _, ...rest } = root;
  const top = share(rest, false);
  return { ...top, definitions: { ...shared, ...definitions } };
}

/** For editors: descriptions kept, `$ref`s for shapes that are used twice. */
export function editorSchema(schema: Schema): Schema {
  const closed = mapSchema(schema, (copy, original) => {
    if (original.properties !== undefined && !original['x-kubernetes-preserve-unknown-fields']) copy.additionalProperties = false;
    if (original['x-kubernetes-int-or-string']) copy.type = ['integer', 'string'];
    for (const keyword of Object.keys(copy)) if (keyword.startsWith('x-kubernetes-')) delete copy[keyword];
  });
  return { $schema: 'http://json-schema.org/draft-07/schema#', ...withDefinitions(closed, schema) };
}

/** Moves every object schema that is used more than once to `definitions`, named by its title in `original`. */
function withDefinitions(closed: Schema, original: Schema): Schema {
  const uses = new Map<Schema, number>();
  const titles = new Map<Schema, string>();
  const count = (node: Schema, source: Schema): void => {
    uses.set(node, (uses.get(node) ?? 0) + 1);
    if (uses.get(node) !== 1) return;
    if (source.title) titles.set(node, source.title);
    for (const [name, child] of Object.entries(node.properties ?? {})) count(child, source.properties?.[name] as Schema);
    if (node.items) count(node.items, source.items as Schema);
  };
  count(closed, original);
  const definitions: Record<string, unknown> = {};
  const shared = (node: Schema): boolean => (uses.get(node) ?? 0) > 1 && titles.has(node);
  const refer = (node: Schema): Schema => {
    if (!shared(node)) return inline(node);
    const title = titles.get(node) as string;
    if (!(title in definitions)) {
      definitions[title] = {};
      definitions[title] = inline(node);
    }
    return { $ref: `#/definitions/${title}` };
  };
  const inline = (node: Schema): Schema => ({
    ...node,
    ...(node.properties
      ? { properties: Object.fromEntries(Object.entries(node.properties).map(([name, child]) => [name, refer(child)])) }
      : {}),
    ...(node.items ? { items: refer(node.items) } : {}),
  });
  return { ...inline(closed), definitions };
}
