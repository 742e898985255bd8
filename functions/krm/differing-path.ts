import type { Path } from '../diagnostics/path.ts';
import { isMap } from './is-map.ts';

/** The way to the first field in which two values differ, as deep as it can be told; `undefined` where they say the same. */
export function differingPath(left: unknown, right: unknown, path: Path = []): Path | undefined {
  if (Array.isArray(left) && Array.isArray(right)) {
    if (left.length !== right.length) return path;
    return firstOf(left.keys(), (index) => differingPath(left[index], right[index], [...path, index]));
  }
  if (isMap(left) && isMap(right)) {
    const keys = new Set([...Object.keys(left), ...Object.keys(right)]);
    return firstOf(keys, (key) => differingPath(left[key], right[key], [...path, key]));
  }
  return Object.is(left, right) ? undefined : path;
}

function firstOf<T>(keys: Iterable<T>, find: (key: T) => Path | undefined): Path | undefined {
  for (const key of keys) {
    const found = find(key);
    if (found !== undefined) return found;
  }
  return undefined;
}
