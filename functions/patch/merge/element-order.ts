/**
 * The order that the API server gives the elements of a merged list: those of the patch in its order, the others in theirs; where the two meet, an element
 * goes first that stood before the other one already, and otherwise that of the patch. So new elements come before those that the patch does not name.
 */
export function inOrder<Key>(
  merged: readonly unknown[],
  patch: readonly Key[],
  before: readonly Key[],
  keyOf: (element: unknown) => Key,
): unknown[] {
  const patchRank = rank(patch);
  const beforeRank = rank(before);
  const named = merged.filter((element) => patchRank.has(keyOf(element)));
  named.sort((left, right) => (patchRank.get(keyOf(left)) as number) - (patchRank.get(keyOf(right)) as number));
  const others = merged.filter((element) => !patchRank.has(keyOf(element)));
  const ordered: unknown[] = [];
  for (const element of named) {
    const at = beforeRank.get(keyOf(element));
    while (at !== undefined && others.length > 0 && (beforeRank.get(keyOf(others[0])) ?? Number.POSITIVE_INFINITY) < at)
      ordered.push(others.shift());
    ordered.push(element);
  }
  return [...ordered, ...others];
}

function rank<Key>(keys: readonly Key[]): Map<Key, number> {
  const ranks = new Map<Key, number>();
  for (const [index, key] of keys.entries()) if (!ranks.has(key)) ranks.set(key, index);
  return ranks;
}
