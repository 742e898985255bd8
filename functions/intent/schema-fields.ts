import { didYouMean } from '../diagnostics/did-you-mean.ts';
import type { Path } from '../diagnostics/path.ts';
import { schemaText } from './generated/schema.ts';
import { otherNames } from './other-names.ts';

/** The fields of a map as they are written. */
type Fields = Readonly<Record<string, unknown>>;

interface Node {
  readonly $ref?: string;
  readonly pattern?: string;
  readonly properties?: Readonly<Record<string, Node>>;
  readonly items?: Node;
  readonly additionalProperties?: boolean | Node;
  readonly definitions?: Readonly<Record<string, Node>>;
}

/** The fields that the schema has at a path of an intent. */
export const fieldsAt = (path: Path): string[] => Object.keys(nodeAt(path)?.properties ?? {});

/** The pattern that the schema has at a path of an intent. */
export const patternAt = (path: Path): string | undefined => nodeAt(path)?.pattern;

/** The fields of a place that are maps of any names: labels, headers. */
export const freeMapsAt = (path: Path): string[] =>
  fieldsAt(path).filter((field) => typeof nodeAt([...path, field])?.additionalProperties === 'object');

/** Whether the schema lists the fields of the map at a path, so that there can be no other. */
export const isClosed = (path: Path): boolean => nodeAt(path)?.additionalProperties === false;

/** The field of a place that is meant by a name that is none of its fields: a misspelt one, or what other APIs call it. */
export function meantField(name: string, parent: Path, beside: Fields = {}): string | undefined {
  const known = fieldsAt(parent);
  const others = [...matcher(name, beside), ...(Object.hasOwn(otherNames, name) ? (otherNames[name] ?? []) : [])];
  return (
    gluedField(name, parent)?.field ??
    others.find((field) => known.includes(field) && (field !== 'to' || known.includes('backends'))) ??
    didYouMean(name, known) ??
    known.find((field) => singular(field) === singular(name)) ??
    longer(name, known)
  );
}

/** `name:value` without a space, or `name {field` without a colon: YAML reads all of it as a key. */
export function gluedField(name: string, parent: Path): { readonly field: string; readonly value: string } | undefined {
  const [, field = '', value = ''] = /^([A-Za-z]\w*)(?::| (?=[[{]))(.+)$/s.exec(name) ?? [];
  return fieldsAt(parent).includes(field) ? { field, value } : undefined;
}

const matchers: Readonly<Record<string, string>> = { Exact: 'exact', PathPrefix: 'prefix', Prefix: 'prefix', RegularExpression: 'regex' };

/** `type: PathPrefix, value: /api`, as the Gateway API writes it. */
function matcher(name: string, { type }: Fields): string[] {
  const meant = matchers[String(type ?? 'Exact')];
  return name === 'value' && meant !== undefined ? [meant] : [];
}

const singular = (word: string): string => word.toLowerCase().replace(/ies$/, 'y').replace(/s$/, '');

/** The only field that begins with a name: `secret` for `secretName`. */
function longer(name: string, known: readonly string[]): string | undefined {
  const [field, ...more] = known.filter((one) => name.length > 3 && one.toLowerCase().startsWith(name.toLowerCase()));
  return more.length === 0 ? field : undefined;
}

/** The nearest places below a path that have a field of this name; of a list, any entry. */
export function placesBelow(path: Path, name: string): Path[] {
  let level: Path[] = [path];
  for (let depth = 0; depth < 3 && level.length > 0; depth += 1) {
    level = level.flatMap((place) =>
      fieldsAt(place)
        .flatMap((field) => [
          [...place, field],
          [...place, field, 0],
        ])
        .filter((below) => fieldsAt(below).length > 0),
    );
    const found = level.filter((place) => fieldsAt(place).includes(name));
    if (found.length > 0) return found;
  }
  return [];
}

/** Only asked for messages, so the schema is parsed when it is needed. */
let parsed: Node | undefined;
const schema = (): Node => {
  parsed ??= JSON.parse(schemaText()) as Node;
  return parsed;
};

function nodeAt(path: Path): Node | undefined {
  const root = schema();
  const target = (node: Node | undefined): Node | undefined =>
    node?.$ref === undefined ? node : root.definitions?.[node.$ref.slice('#/definitions/'.length)];
  return path.reduce<Node | undefined>(
    (parent, step) => target(typeof step === 'number' ? parent?.items : parent?.properties?.[step]),
    root,
  );
}
