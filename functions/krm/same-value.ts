import { isMap } from './is-map.ts';

/** Whether two values say the same; the order of keys, and fields without a value, do not count. */
export function sameValue(left: unknown, right: unknown): boolean {
  if (Object.is(left, right)) return true;
  if (Array.isArray(left)) {
    return Array.isArray(right) && left.length === right.length && left.every((entry, index) => sameValue(entry, right[index]));
  }
  if (!isMap(left) || !isMap(right)) return false;
  for (const key in left) if (!sameValue(left[key], right[key])) return false;
  for (const key in right) if (left[key] === undefined && right[key] !== undefined) return false;
  return true;
}
