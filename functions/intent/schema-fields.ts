import type { Path } from '../diagnostics/path.ts';
import { schemaText } from './generated/schema.ts';

interface Node {
  readonly $ref?: string;
  readonly properties?: Readonly<Record<string, Node>>;
  readonly items?: Node;
  readonly definitions?: Readonly<Record<string, Node>>;
}

/** The fields that the schema has at a path of an intent. Only asked for messages, so the schema is parsed when it is needed. */
export function fieldsAt(path: Path): string[] {
  const root: Node = JSON.parse(schemaText());
  const target = (node: Node | undefined): Node | undefined =>
    node?.$ref === undefined ? node : root.definitions?.[node.$ref.slice('#/definitions/'.length)];
  const node = path.reduce<Node | undefined>(
    (parent, step) => target(typeof step === 'number' ? parent?.items : parent?.properties?.[step]),
    root,
  );
  return Object.keys(node?.properties ?? {});
}
