import { didYouMean } from '../diagnostics/did-you-mean.ts';
import type { Path } from '../diagnostics/path.ts';
import { schemaText } from './generated/schema.ts';
import { otherNames } from './other-names.ts';

interface Node {
  readonly $ref?: string;
  readonly pattern?: string;
  readonly properties?: Readonly<Record<string, Node>>;
  readonly items?: Node;
  readonly definitions?: Readonly<Record<string, Node>>;
}

/** The fields that the schema has at a path of an intent. */
export const fieldsAt = (path: Path): string[] => Object.keys(nodeAt(path)?.properties ?? {});

/** The pattern that the schema has at a path of an intent. */
export const patternAt = (path: Path): string | undefined => nodeAt(path)?.pattern;

/** The field of a place that is meant by a name that is none of its fields: a misspelt one, or what other APIs call it. */
export function meantField(name: string, parent: Path): string | undefined {
  const known = fieldsAt(parent);
  const others = Object.hasOwn(otherNames, name) ? otherNames[name] : undefined;
  return others?.find((field) => known.includes(field)) ?? didYouMean(name, known);
}

/** The nearest places below a path that have a field of this name: maps only, because nobody knows which entry of a list is meant. */
export function placesBelow(path: Path, name: string): Path[] {
  let level: Path[] = [path];
  for (let depth = 0; depth < 4 && level.length > 0; depth += 1) {
    level = level.flatMap((place) => fieldsAt(place).map((field) => [...place, field])).filter((place) => fieldsAt(place).length > 0);
    const found = level.filter((place) => fieldsAt(place).includes(name));
    if (found.length > 0) return found;
  }
  return [];
}

/** Only asked for messages, so the schema is parsed when it is needed. */
function nodeAt(path: Path): Node | undefined {
  const root: Node = JSON.parse(schemaText());
  const target = (node: Node | undefined): Node | undefined =>
    node?.$ref === undefined ? node : root.definitions?.[node.$ref.slice('#/definitions/'.length)];
  return path.reduce<Node | undefined>(
    (parent, step) => target(typeof step === 'number' ? parent?.items : parent?.properties?.[step]),
    root,
  );
}
