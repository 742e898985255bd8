import type { Path } from '../diagnostics/path.ts';
import { isMap } from './is-map.ts';
import { sameValue } from './same-value.ts';

/** The way to the first field in which two values differ, as deep as it can be told; `undefined` where they say the same. */
export function differingPath(left: unknown, right: unknown, path: Path = []): Path | undefined {
  if (sameValue(left, right)) return undefined;
  if (Array.isArray(left) && Array.isArray(right) && left.length === right.length) {
    const index = left.findIndex((entry, at) => !sameValue(entry, right[at]));
    return differingPath(left[index], right[index], [...path, index]);
  }
  if (!isMap(left) || !isMap(right)) return path;
  const key = [...Object.keys(left), ...Object.keys(right)].find((name) => !sameValue(left[name], right[name])) as string;
  return differingPath(left[key], right[key], [...path, key]);
}
