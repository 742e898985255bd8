/** The core kinds, from Kubernetes' own OpenAPI document; the values of its string types come from the constants in its Go sources. */
import { clean } from './custom-resource.ts';
import type { Field, Kind, Shape } from './shape.ts';

interface Definition {
  type?: string;
  format?: string;
  $ref?: string;
  properties?: Record<string, Definition>;
  items?: Definition;
  additionalProperties?: Definition;
  required?: string[];
  'x-kubernetes-group-version-kind'?: { group: string; kind: string; version: string }[];
}

export interface OpenApi {
  definitions: Record<string, Definition>;
}

/** Values of fields, by `definition.field`. */
export type Enums = ReadonlyMap<string, readonly string[]>;

const special: Readonly<Record<string, Shape>> = {
  'io.k8s.apimachinery.pkg.api.resource.Quantity': { type: 'quantity', nullable: true },
  'io.k8s.apimachinery.pkg.util.intstr.IntOrString': { type: 'intOrString', nullable: true },
  'io.k8s.apimachinery.pkg.apis.meta.v1.Time': { type: 'string', format: 'date-time', nullable: true },
  'io.k8s.apimachinery.pkg.apis.meta.v1.MicroTime': { type: 'string', format: 'date-time', nullable: true },
  'io.k8s.apimachinery.pkg.apis.meta.v1.FieldsV1': { type: 'any' },
  'io.k8s.apimachinery.pkg.runtime.RawExtension': { type: 'any' },
};

const metadataName = 'io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta';
const clusterScoped = new Set([
  'Namespace',
  'ClusterRole',
  'ClusterRoleBinding',
  'IngressClass',
  'Node',
  'PersistentVolume',
  'PriorityClass',
]);

export function metadataShape(document: OpenApi): Shape {
  return shapeOfDefinition(metadataName, document, new Map());
}

/** `kinds` are `group/version/Kind`, the core group being empty. */
export function coreKinds(document: OpenApi, enums: Enums, kinds: readonly string[]): readonly Kind[] {
  const byName = new Map<string, Kind>();
  for (const wanted of kinds) {
    const [group, version, kind] = wanted.split('/') as [string, string, string];
    const found = Object.entries(document.definitions).find(([, definition]) =>
      definition['x-kubernetes-group-version-kind']?.some((id) => id.group === group && id.version === version && id.kind === kind),
    );
    if (found === undefined) throw new Error(`no kind ${wanted}`);
    const root = shapeOfDefinition(found[0], document, enums);
    const shape = {
      ...root,
      fields: { ...root.fields, ...(root.fields?.status ? { status: { shape: { type: 'any' } as Shape } } : {}) },
    };
    const key = `${group}/${kind}`;
    const before = byName.get(key);
    byName.set(key, {
      group,
      kind,
      namespaced: !clusterScoped.has(kind),
      versions: { ...before?.versions, [version]: { shape, deprecated: false } },
    });
  }
  return [...byName.values()];
}

function shapeOfDefinition(name: string, document: OpenApi, enums: Enums): Shape {
  const known = special[name];
  if (known) return known;
  const definition = document.definitions[name];
  if (definition === undefined) throw new Error(`no definition ${name}`);
  return shapeOf(definition, name, document, enums);
}

function shapeOf(definition: Definition, name: string, document: OpenApi, enums: Enums): Shape {
  if (definition.$ref) return shapeOfDefinition(definition.$ref.replace('#/definitions/', ''), document, enums);
  const required = new Set(definition.required ?? []);
  const fields = Object.entries(definition.properties ?? {}).map(([field, property]): [string, Field] => {
    const shape = shapeOf(property, `${name}.${field}`, document, enums);
    return [field, clean({ shape, required: (required.has(field) && shape.type !== 'any') || undefined })];
  });
  return clean({
    type: (definition.type ?? 'any') as Shape['type'],
    // A null stands for the zero value, as Go decodes it.
    nullable: true,
    fields: fields.length > 0 ? Object.fromEntries(fields) : undefined,
    items: definition.items && shapeOf(definition.items, `${name}[]`, document, enums),
    values: definition.additionalProperties && shapeOf(definition.additionalProperties, `${name}{}`, document, enums),
    format: definition.format === 'byte' || definition.format === 'int32' ? definition.format : undefined,
    enum: enums.get(name)?.map((value) => ({ value })),
  });
}

/** The constants of the string types that are marked as enumerations, for the fields that have these types. */
export function enumsOf(sources: readonly GoSource[]): Enums {
  const constants = new Map(sources.flatMap(constantsIn));
  return new Map(sources.flatMap((source) => enumFieldsIn(source, constants)));
}

export interface GoSource {
  readonly package: string;
  readonly text: string;
}

/** The values of each type that is marked as an enumeration, by package and name. */
function constantsIn({ package: prefix, text }: GoSource): readonly (readonly [string, readonly string[]])[] {
  const types = [...text.matchAll(/\/\/ \+enum\n(?:\/\/.*\n)*type (\w+) string/g)].map(([, name]) => String(name));
  // `Name Type = "value"`, and `Name = Type("value")`.
  const assigned = [...text.matchAll(/^\s*\w+(?:\s+(\w+)\s*=\s*|\s*=\s*(\w+)\()"([^"]*)"/gm)];
  return types.map(
    (name) =>
      [`${prefix}.${name}`, assigned.filter(([, type, cast]) => (type ?? cast) === name).map(([, , , value]) => String(value))] as const,
  );
}

function enumFieldsIn({ package: prefix, text }: GoSource, constants: Enums): readonly (readonly [string, readonly string[]])[] {
  const structs = [...text.matchAll(/^type (\w+) struct \{\n([\s\S]*?)^\}/gm)];
  return structs.flatMap(([, struct, body]) =>
    [...String(body).matchAll(/^\s+\w+\s+(\[\]|\*)?(\w+\.)?(\w+)\s+`json:"(\w+)/gm)].flatMap(([, list, other, type, field]) => {
      // Other packages take the types of the core, whatever they call it.
      const found = constants.get(`${other === undefined ? prefix : 'io.k8s.api.core.v1'}.${type}`);
      if (found === undefined) return [];
      // An empty text is the zero value of a plain field, which stands for "not set".
      return [[`${prefix}.${struct}.${field}${list === '[]' ? '[]' : ''}`, list === undefined ? [...found, ''] : found] as const];
    }),
  );
}
