import type { Path } from '../diagnostics/path.ts';
import { isMap } from '../krm/is-map.ts';
import { same } from './edit/difference.ts';

/** The fields that differ, as deep as it can be told; what was taken out of a list is told as a change of the list. */
export function changedPaths(before: unknown, after: unknown, path: Path = []): Path[] {
  if (same(before, after)) return [];
  const isAdded = before === undefined && isMap(after) && Object.keys(after).length > 0;
  if ((isMap(before) || isAdded) && isMap(after)) {
    const old = isMap(before) ? before : {};
    const keys = [...new Set([...Object.keys(old), ...Object.keys(after)])];
    return keys.flatMap((key) => changedPaths(old[key], after[key], [...path, key]));
  }
  return Array.isArray(before) && Array.isArray(after) ? changedElements(before, after, path) : [path];
}

/** What elements of lists are usually told apart by. */
const names = ['name', 'port', 'containerPort', 'mountPath', 'number', 'key', 'ip', 'host', 'topologyKey'];

/** The positions of the elements of one list in the other: by their names where each has one of its own, else by what is alike at both ends. */
function positions(from: readonly unknown[], to: readonly unknown[]): readonly (number | undefined)[] {
  const key = names.find((name) => [from, to].every((list) => hasOwnNames(list, name)));
  if (key !== undefined) {
    const known = new Map(to.map((element, index) => [(element as Record<string, unknown>)[key], index]));
    return from.map((element) => known.get((element as Record<string, unknown>)[key]));
  }
  const shorter = Math.min(from.length, to.length);
  let head = 0;
  while (head < shorter && same(from[head], to[head])) head++;
  let tail = 0;
  while (tail < shorter - head && same(from.at(-1 - tail), to.at(-1 - tail))) tail++;
  return from.map((_, index) => {
    if (index >= from.length - tail) return index + to.length - from.length;
    return index < to.length - tail ? index : undefined;
  });
}

function hasOwnNames(list: readonly unknown[], name: string): boolean {
  const values = list.map((element) => (isMap(element) ? element[name] : undefined));
  return !values.includes(undefined) && new Set(values).size === values.length;
}

function changedElements(before: readonly unknown[], after: readonly unknown[], path: Path): Path[] {
  const old = positions(after, before);
  const isMoved =
    new Set(old).size < old.length || old.some((position, index) => position !== undefined && position < (old[index - 1] ?? -1));
  const isGone = positions(before, after).includes(undefined);
  if (isMoved || isGone) return [path];
  return after.flatMap((element, index) => {
    const position = old[index];
    return position === undefined ? [[...path, index]] : changedPaths(before[position], element, [...path, index]);
  });
}

/** Where a field is found after a change: elements of lists may have moved; the list where its element cannot be told. */
export function movedPath(path: Path, before: unknown, after: unknown): Path {
  let [old, now] = [before, after];
  const moved: (string | number)[] = [];
  for (const step of path) {
    const position: string | number | undefined =
      typeof step === 'number' && Array.isArray(old) && Array.isArray(now) ? positions(old, now)[step] : step;
    if (position === undefined) return moved;
    moved.push(position);
    old = (old as Record<string, unknown> | null | undefined)?.[step];
    now = (now as Record<string, unknown> | null | undefined)?.[position];
  }
  return moved;
}
