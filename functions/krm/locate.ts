import { type Document, isCollection, isMap, isNode, type ParsedNode } from 'yaml';
import type { Place } from '../diagnostics/diagnostic.ts';
import type { Path } from '../diagnostics/path.ts';
import type { Item } from './item.ts';
import { parseYaml } from './library-yaml.ts';
import { placeAt } from './place-at.ts';

const documents = new WeakMap<Item, Document.Parsed>();

/** What of a field is shown: its value, or its key where the name of the field is what is wrong. */
export type Part = 'value' | 'key';

/**
 * Where a field of an item is written. The value where there is one on a line; otherwise its key, or the key of its nearest ancestor that is written. Line and
 * column are left out where the host hides them.
 */
export function locate(item: Item, path: Path, part: Part = 'value'): Place {
  const { text, source, id } = item;
  if (text === undefined || source.line === undefined) return placeAt('', { ...source, line: undefined }, 0, 0);
  const [start, end] = rangeIn(documentOf(item, text), path, part);
  return placeAt(text, source, start, end - start, id.kind === 'Secret');
}

/** How the value of a field is written, quotes included; `undefined` where it is not written on one line. */
export function textAt(item: Item, path: Path): string | undefined {
  if (item.text === undefined) return undefined;
  const text = item.text.slice(...rangeIn(documentOf(item, item.text), path, 'value'));
  return text.includes('\n') ? undefined : text;
}

function documentOf(item: Item, text: string): Document.Parsed {
  const document = documents.get(item) ?? parseYaml(text);
  documents.set(item, document);
  return document;
}

type Span = readonly [number, number];

function rangeIn(document: Document.Parsed, path: Path, part: Part): Span {
  let node: unknown = document.contents;
  let found = firstOf(node) ?? ([0, 1] as const);
  for (const [index, step] of path.entries()) {
    const { key, value } = childOf(node, step);
    if (key === undefined && !isNode(value)) return found;
    const named = part === 'key' && index === path.length - 1 ? rangeOf(key) : undefined;
    found = named ?? onLine(value) ?? rangeOf(key) ?? firstOf(value) ?? found;
    node = value;
  }
  return found;
}

/** An entry of a map with its key, or an element of a list. */
function childOf(node: unknown, step: string | number): { readonly key: unknown; readonly value: unknown } {
  const pair = isMap(node) ? node.items.find(({ key }) => String(key) === String(step)) : undefined;
  if (pair !== undefined) return pair;
  return { key: undefined, value: isCollection(node) ? node.get(step, true) : undefined };
}

/** A value that begins and is seen on one line: nothing that is empty, and no block of lines. */
function onLine(value: unknown): Span | undefined {
  const range = isCollection(value) && !value.flow ? undefined : rangeOf(value);
  return range && range[1] > range[0] ? range : undefined;
}

function rangeOf(node: unknown): Span | undefined {
  const range = isNode(node) ? (node as ParsedNode).range : undefined;
  return range ? [range[0], range[1]] : undefined;
}

/** The first key of a map; the first character of anything else. */
function firstOf(node: unknown): Span | undefined {
  const key = isMap(node) ? rangeOf(node.items[0]?.key) : undefined;
  const range = rangeOf(node);
  return key ?? (range && [range[0], range[0] + 1]);
}
