import type { Path } from '../../diagnostics/path.ts';
import { isMap } from '../../krm/is-map.ts';
import type { Change } from '../edit/change.ts';
import { same } from '../edit/difference.ts';
import type { MergeType } from '../merge/merge-type.ts';

/** One change that a merge patch asks of a value, and what stands there now. */
export type Wish = Change & {
  /** What is replaced or removed; absent where nothing is there yet. */
  readonly before?: unknown;
  /** The change lies in a list entry that is known by its name. */
  readonly inEntry: boolean;
};

interface Place {
  readonly path: Path;
  readonly type: MergeType | undefined;
  readonly inEntry: boolean;
}

/**
 * What must change in a value so that it is as a merge patch says; nothing where it is so already. Lists of entries merge by the key that Kubernetes merges them by,
 * or by `name`; what is new is appended.
 */
export function wishes(value: unknown, patch: unknown, type?: MergeType): Wish[] {
  return wishesAt(value, patch, { path: [], type, inEntry: false });
}

function wishesAt(value: unknown, patch: unknown, place: Place): Wish[] {
  const { path, inEntry } = place;
  if (patch === undefined) return [];
  if (patch === null) return value === undefined ? [] : [{ path, remove: true, before: value, inEntry }];
  if (isMap(patch) && (isMap(value) || (value ?? undefined) === undefined) && !(value === undefined && isPlain(patch)))
    return Object.entries(patch).flatMap(([key, inner]) => {
      const field = place.type?.get(key);
      const below = { path: [...path, key], type: field?.type, inEntry };
      const now = isMap(value) ? value[key] : undefined;
      return Array.isArray(inner) ? wishesOfList(now, inner, field?.key ?? 'name', below) : wishesAt(now, inner, below);
    });
  return same(value, patch) ? [] : [{ path, value: patch, ...((value ?? undefined) === undefined ? {} : { before: value }), inEntry }];
}

/** Nothing in it removes anything, so that it can stand there as it is. */
const isPlain = (value: unknown): boolean =>
  Array.isArray(value)
    ? value.every(isPlain)
    : isMap(value)
      ? Object.values(value).every((entry) => entry !== undefined && isPlain(entry))
      : value !== null;

function wishesOfList(value: unknown, patch: readonly unknown[], key: string, place: Place): Wish[] {
  const isNamed = patch.every((entry) => isMap(entry) && entry[key] !== undefined);
  if (!isNamed || !Array.isArray(value)) return wishesAt(value, patch, place);
  let end = value.length;
  return patch.flatMap((entry): Wish[] => {
    const name = (entry as Record<string, unknown>)[key];
    const at = value.findIndex((other) => isMap(other) && other[key] === name);
    const index = at === -1 ? end++ : at;
    return wishesAt(value[index], entry, { path: [...place.path, index], type: place.type, inEntry: true });
  });
}
