import { type Document, isMap, isNode, isSeq, type Pair, type ParsedNode, type YAMLMap, type YAMLSeq } from 'yaml';
import type { Path } from '../../diagnostics/path.ts';
import { type Collection, isCollection, pairOf } from './places.ts';

type Map = YAMLMap<ParsedNode, ParsedNode | null>;
type List = YAMLSeq<ParsedNode | null>;

/** What a value stands in. */
export type Holder =
  | { readonly kind: 'document' }
  | { readonly kind: 'pair'; readonly map: Map; readonly pair: Pair<ParsedNode, ParsedNode | null> }
  | { readonly kind: 'element'; readonly list: List; readonly index: number };

/** A value that is written in the document. */
export interface Found {
  readonly node: ParsedNode;
  readonly holder: Holder;
  /** The outermost collection in brackets that holds it. */
  readonly flow: Collection | undefined;
  /** How many steps of the path lead here; fewer than all where the rest is not written out: behind an alias, or merged in. */
  readonly depth: number;
}

/** Follows a path as far as it is written out. */
export function find(document: Document.Parsed, path: Path): Found | undefined {
  const { contents } = document;
  if (contents === null) return undefined;
  let found: Found = { node: contents, holder: { kind: 'document' }, flow: undefined, depth: 0 };
  for (const step of path) {
    const next = child(found, step);
    if (next === undefined) return found;
    found = next;
  }
  return found;
}

function child({ node, flow, depth }: Found, step: string | number): Found | undefined {
  const within = flow ?? (isCollection(node) && node.flow ? (node as Collection) : undefined);
  if (isMap(node)) {
    const map = node as Map;
    const pair = pairOf(map, step);
    if (pair === undefined || !isNode(pair.value)) return undefined;
    return { node: pair.value as ParsedNode, holder: { kind: 'pair', map, pair }, flow: within, depth: depth + 1 };
  }
  if (!isSeq(node)) return undefined;
  const list = node as List;
  const index = Number(step);
  const element = list.items[index];
  return isNode(element)
    ? { node: element as ParsedNode, holder: { kind: 'element', list, index }, flow: within, depth: depth + 1 }
    : undefined;
}
