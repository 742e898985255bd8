import type { Path } from '../../diagnostics/path.ts';
import { isMap } from '../../krm/is-map.ts';

/** One step from a value towards another: a field that is set, a list element that is put in, or something that goes. */
export type Difference =
  | { readonly kind: 'set'; readonly path: Path; readonly value: unknown }
  | { readonly kind: 'insert'; readonly path: Path; readonly value: unknown }
  | { readonly kind: 'remove'; readonly path: Path };

/** Whether two values say the same; fields without a value do not count. */
export function same(left: unknown, right: unknown): boolean {
  if (left === right || (Number.isNaN(left) && Number.isNaN(right))) return true;
  if (Array.isArray(left) && Array.isArray(right))
    return left.length === right.length && left.every((entry, index) => same(entry, right[index]));
  if (!isMap(left) || !isMap(right)) return false;
  const keys = new Set([...Object.keys(left), ...Object.keys(right)]);
  return [...keys].every((key) => same(left[key], right[key]));
}

/** The first step from one value to another, as deep inside of them as it can be told. */
export function firstDifference(before: unknown, after: unknown, path: Path = []): Difference | undefined {
  if (Array.isArray(before) && Array.isArray(after)) return differenceOfLists(before, after, path);
  if (isMap(before) && isMap(after)) return differenceOfMaps(before, after, path);
  return same(before, after) ? undefined : { kind: 'set', path, value: after };
}

function differenceOfMaps(before: Record<string, unknown>, after: Record<string, unknown>, path: Path): Difference | undefined {
  for (const [key, value] of Object.entries(before)) {
    if (after[key] === undefined && value !== undefined) return { kind: 'remove', path: [...path, key] };
    const found = firstDifference(value, after[key], [...path, key]);
    if (found !== undefined) return found;
  }
  const added = Object.keys(after).find((key) => after[key] !== undefined && before[key] === undefined);
  return added === undefined ? undefined : { kind: 'set', path: [...path, added], value: after[added] };
}

/** What is alike at both ends stays; the elements between are changed one by one, then put in or taken out. */
function differenceOfLists(before: readonly unknown[], after: readonly unknown[], path: Path): Difference | undefined {
  const shorter = Math.min(before.length, after.length);
  let head = 0;
  while (head < shorter && same(before[head], after[head])) head++;
  if (head === before.length && head === after.length) return undefined;
  let tail = 0;
  while (tail < shorter - head && same(before[before.length - 1 - tail], after[after.length - 1 - tail])) tail++;
  const here = [...path, head];
  if (head === before.length - tail) return { kind: 'insert', path: here, value: after[head] };
  if (head === after.length - tail) return { kind: 'remove', path: here };
  return firstDifference(before[head], after[head], here);
}
