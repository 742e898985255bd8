import { type Document, isMap, isNode, isPair } from 'yaml';
import type { Place } from '../diagnostics/diagnostic.ts';
import type { Path } from '../diagnostics/path.ts';
import type { Item } from './item.ts';
import { parseYaml } from './library-yaml.ts';

const documents = new WeakMap<Item, Document.Parsed>();

/**
 * Where a field of an item is written. The value where there is one; otherwise the key of its nearest ancestor that is written. Line and column are
 * left out where the host hides them.
 */
export function locate(item: Item, path: Path): Place {
  const { file, index, line: firstLine } = item.source;
  if (item.text === undefined) return { file, index };
  const range = rangeOf(item, path);
  if (range === undefined) return { file, index };
  const lineStart = item.text.lastIndexOf('\n', range[0] - 1) + 1;
  const lineEnd = item.text.indexOf('\n', range[0]);
  const excerpt = item.text.slice(lineStart, lineEnd < 0 ? undefined : lineEnd).replace(/\r$/, '');
  const length = Math.max(1, Math.min(range[1] - range[0], excerpt.length - (range[0] - lineStart)));
  const place = { file, index, length, excerpt };
  if (firstLine === undefined) return place;
  const line = firstLine + (item.text.slice(0, lineStart).match(/\n/g)?.length ?? 0);
  return { ...place, line, column: range[0] - lineStart + 1 };
}

function rangeOf(item: Item, path: Path): readonly [number, number] | undefined {
  const document = documents.get(item) ?? parseYaml(item.text as string);
  documents.set(item, document);
  for (let depth = path.length; depth > 0; depth--) {
    const node = document.getIn(path.slice(0, depth), true);
    const whole = depth === path.length;
    if (isNode(node) && node.range && whole && !isMap(node)) return [node.range[0], node.range[1]];
    const parent = depth === 1 ? document.contents : document.getIn(path.slice(0, depth - 1), true);
    const pair = isMap(parent) ? parent.items.find((entry) => isPair(entry) && String(entry.key) === String(path[depth - 1])) : undefined;
    const key = pair?.key;
    if (isNode(key) && key.range) return [key.range[0], key.range[1]];
    if (isNode(node) && node.range) return [node.range[0], node.range[0] + 1];
  }
  return undefined;
}
