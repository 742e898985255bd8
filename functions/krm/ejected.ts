import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { formatPath } from '../diagnostics/path.ts';
import type { Item, Origin } from './item.ts';
import { identity } from './kube-object.ts';
import { madeLookup } from './made-lookup.ts';
import { patchOfEjected } from './merge-findings.ts';
import type { MadeObject } from './owned-object.ts';
import { ejectedFrom, intentKey, ownersOf } from './ownership.ts';

interface WithoutEjected {
  readonly made: ReadonlyMap<string, MadeObject>;
  /** Patches of nothing but objects that are no longer made. */
  readonly diagnostics: readonly Diagnostic[];
}

/** The generated objects without those that users took over from all of their intents, and wrote into the package. */
export function withoutEjected(made: ReadonlyMap<string, MadeObject>, items: readonly Item[]): WithoutEjected {
  const wantedFor = madeLookup(made);
  const ejected = items.flatMap((item) => {
    const wanted = wantedFor(item.id);
    return wanted !== undefined && isTakenOver(item, wanted) ? [{ item, wanted }] : [];
  });
  if (ejected.length === 0) return { made, diagnostics: [] };
  const left = new Map(made);
  for (const { item } of ejected) left.delete(identity(item.id));
  const useful = new Set([...left.values()].flatMap(({ item }) => [...patchesOf(item).keys()]));
  const idle = ejected.flatMap(({ item, wanted }) =>
    [...patchesOf(wanted.item)].flatMap(([key, patch]) => (useful.has(key) ? [] : [patchOfEjected(item, patch)])),
  );
  return { made: left, diagnostics: idle };
}

/** The patches that changed an object. */
const patchesOf = ({ patchedBy = [] }: Item): ReadonlyMap<string, Origin> =>
  new Map(
    patchedBy.map(({ origin: { item, path } }) => [`${intentKey(item)} ${formatPath(path.slice(0, 3))}`, { item, path: path.slice(0, 3) }]),
  );

function isTakenOver({ object }: Item, wanted: MadeObject): boolean {
  const from = ejectedFrom(object);
  return from.length > 0 && (ownersOf(wanted.object) ?? []).every((owner) => from.includes(owner));
}

/** Which intent makes an object that somebody else has. Of one that was taken over, an intent that it was not taken over from. */
export function claimTo({ object }: Item, made: Item): Origin {
  const from = ejectedFrom(object);
  const other = from.length === 0 ? undefined : made.owners?.find((owner) => !from.includes(intentKey(owner)));
  return other === undefined ? (made.origin ?? { item: made, path: [] }) : { item: other, path: ['metadata', 'name'] };
}
