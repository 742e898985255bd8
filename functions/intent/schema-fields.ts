import type { Path } from '../diagnostics/path.ts';
import { schemaText } from './generated/schema.ts';

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
