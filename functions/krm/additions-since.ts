import { type Addition, withoutAdditions } from './additions.ts';
import { fingerprint } from './canonical.ts';
import { groupBy } from './group-by.ts';
import type { KubeObject } from './kube-object.ts';
import { digestAnnotation } from './ownership.ts';

/** Enough to tell a few labels that others added from a few that are no longer made. */
const maxTries = 300;

/** Every choice of some of the entries, small ones first. */
function* choices<T>(entries: readonly T[]): Generator<readonly T[]> {
  yield [];
  if (entries.length === 0) return;
  yield entries;
  for (let size = 1; size < entries.length; size++) yield* choicesOf(entries, size, 0);
}

function* choicesOf<T>(entries: readonly T[], size: number, from: number): Generator<readonly T[]> {
  if (size === 0) yield [];
  else
    for (let at = from; at + size <= entries.length; at++)
      for (const others of choicesOf(entries, size - 1, at + 1)) yield [entries[at] as T, ...others];
}

/** The same label in several places was added by the same hand. */
const grouped = (additions: readonly Addition[]): Addition[][] => [
  ...groupBy(additions, ({ path, value }) => JSON.stringify([path.at(-1), value])).values(),
];

/** Which of the candidates were added since an object was made; `undefined` where something else was changed too. */
export function additionsSince(written: KubeObject, digest: string, candidates: readonly Addition[]): readonly Addition[] | undefined {
  let tries = 0;
  for (const choice of choices(grouped(candidates))) {
    const additions = choice.flat();
    if (fingerprint(withoutAdditions(written, additions), digestAnnotation) === digest) return additions;
    if (++tries >= maxTries) break;
  }
  return undefined;
}
