import { type Document, isMap, isSeq, type ParsedNode, type YAMLMap, type YAMLSeq } from 'yaml';
import { type Path, valueAt } from '../../diagnostics/path.ts';
import { flowPairs, flowText } from '../../krm/flow-text.ts';
import { addElement, addKey, removeElement, removePair } from './block.ts';
import type { Difference } from './difference.ts';
import { type Found, find } from './find.ts';
import { appendToFlow, flowStyle, removeFromFlow } from './flow.ts';
import { mergesOthers, pairOf } from './places.ts';
import { replaceValue } from './replace.ts';

type Map = YAMLMap<ParsedNode, ParsedNode | null>;
type List = YAMLSeq<ParsedNode | null>;

/** The text with one step done. `undefined` where the place is written in a way that has to be written anew. */
export function stepText(text: string, document: Document.Parsed, difference: Difference, wanted: unknown): string | undefined {
  const parent = difference.path.slice(0, -1);
  const found = find(document, parent);
  if (found === undefined) return undefined;
  const step = difference.path[found.depth] as string | number;
  if (found.depth < parent.length) return writtenOut(text, found, step, difference.path, wanted);
  if (isMap(found.node)) return inMap(text, found, step, difference, valueAt(wanted, parent));
  if (isSeq(found.node)) return inList(text, found, step as number, difference);
  return replaceValue(text, found, valueAt(wanted, parent));
}

/** What an alias stands for, or a merge key brings, is written out where it has to differ. */
function writtenOut(text: string, found: Found, step: string | number, path: Path, wanted: unknown): string | undefined {
  const { node, depth } = found;
  if (!isMap(node)) return replaceValue(text, found, valueAt(wanted, path.slice(0, depth)));
  return setKey(text, found, String(step), valueAt(wanted, path.slice(0, depth + 1)));
}

function inMap(text: string, found: Found, step: string | number, difference: Difference, whole: unknown): string | undefined {
  const map = found.node as unknown as Map;
  if (difference.kind !== 'remove') return setKey(text, found, String(step), difference.value);
  const pair = pairOf(map, step);
  if (pair === undefined || map.items.length === 1 || mergesOthers(map)) return replaceValue(text, found, whole);
  return map.flow ? removeFromFlow(text, map, map.items.indexOf(pair)) : removePair(text, map, pair);
}

function setKey(text: string, found: Found, key: string, value: unknown): string | undefined {
  const map = found.node as unknown as Map;
  const pair = pairOf(map, key);
  const flow = found.flow ?? (map.flow ? map : undefined);
  if (pair?.value) {
    const place = { node: pair.value, holder: { kind: 'pair', map, pair }, flow, depth: found.depth + 1 } as const;
    return replaceValue(text, place, value);
  }
  if (pair !== undefined) return undefined;
  if (!map.flow) return addKey(text, map, key, value);
  if (map.items.length === 0 && found.flow === undefined) return replaceValue(text, found, { [key]: value });
  return appendToFlow(text, map, flowPairs({ [key]: value }, flowStyle(text, flow ?? map)));
}

function inList(text: string, found: Found, index: number, difference: Difference): string | undefined {
  const list = found.node as unknown as List;
  if (difference.kind === 'remove') {
    if (list.items.length === 1) return replaceValue(text, found, []);
    return list.flow ? removeFromFlow(text, list, index) : removeElement(text, list, index);
  }
  const element = list.items[index];
  if (difference.kind === 'insert' || !element) return insertElement(text, found, list, index, difference.value);
  const flow = found.flow ?? (list.flow ? list : undefined);
  return replaceValue(text, { node: element, holder: { kind: 'element', list, index }, flow, depth: found.depth + 1 }, difference.value);
}

function insertElement(text: string, found: Found, list: List, index: number, value: unknown): string | undefined {
  if (!list.flow) return list.items.length === 0 ? undefined : addElement(text, list, index, value);
  if (index < list.items.length) return undefined;
  if (list.items.length === 0 && found.flow === undefined) return replaceValue(text, found, [value]);
  return appendToFlow(text, list, flowText(value, flowStyle(text, found.flow ?? list)));
}
