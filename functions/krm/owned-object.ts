import { type Addition, additionsTo, hollow, withAdditions, withoutAdditions } from './additions.ts';
import { additionsSince } from './additions-since.ts';
import { canonicalText, fingerprint } from './canonical.ts';
import { isHostAnnotation } from './host-annotations.ts';
import type { Item } from './item.ts';
import type { KubeObject } from './kube-object.ts';
import { digestAnnotation, intentAnnotation, managedByLabel, markOwners } from './ownership.ts';

/** An object as it is made now: with the marks of its owners, without what belongs to its place. */
export interface MadeObject {
  readonly item: Item;
  readonly object: KubeObject;
  readonly digest: string;
}

export function madeObject(item: Item, owners: readonly string[]): MadeObject {
  const object = markOwners(item.object, owners);
  return { item, object, digest: fingerprint(object, digestAnnotation) };
}

const annotationsOf = (object: KubeObject): Readonly<Record<string, string>> => object.metadata.annotations ?? {};

/** The fingerprint that an object was written with. */
export const digestOf = (object: KubeObject): string | undefined => annotationsOf(object)[digestAnnotation];

/** The object without the annotations of hosts and its fingerprint. */
export function bare(object: KubeObject): KubeObject {
  const kept = Object.entries(annotationsOf(object)).filter(([key]) => key !== digestAnnotation && !isHostAnnotation(key));
  return { ...object, metadata: { ...object.metadata, annotations: Object.fromEntries(kept) } };
}

/** What of the object could be an edit: all but the annotations of hosts and what others may add. */
export function editable(written: KubeObject, made: KubeObject): KubeObject {
  const object = bare(written);
  return withoutAdditions(object, candidatesIn(object, made));
}

const ours: readonly string[] = [managedByLabel, intentAnnotation];

/** What may have been added to an object since it was written. */
export const candidatesIn = (object: KubeObject, made: unknown): readonly Addition[] =>
  additionsTo(made, object).filter(({ path }) => !ours.includes(String(path.at(-1))));

/**
 * What others have added to an object of ours since it was written, or `edited` where they changed more than that. `made` is what takes its place, if
 * anything does. An object without a fingerprint was not written to a file by us: whoever gave it our marks wants it replaced.
 */
export function judge(written: KubeObject, made: KubeObject | undefined): readonly Addition[] | 'edited' {
  const object = bare(written);
  const digest = digestOf(written);
  if (digest !== undefined && fingerprint(object, digestAnnotation) === digest) return [];
  const candidates = candidatesIn(object, made ?? hollow(object));
  if (digest === undefined) return candidates;
  const additions = additionsSince(object, digest, candidates);
  if (additions !== undefined) return additions;
  return made !== undefined && saysTheSame(written, candidates, made) ? candidates : 'edited';
}

/** Whether an object says what it said before, whoever owns it. */
export function saysTheSame(written: KubeObject, additions: readonly Addition[], made: KubeObject): boolean {
  return canonicalText(withoutAdditions(bare(written), additions), intentAnnotation) === canonicalText(made, intentAnnotation);
}

/** The object that is written: with what others added, and with the annotations of the place where it is written. */
export function placedObject(
  { object, digest }: MadeObject,
  place: { readonly additions: readonly Addition[]; readonly host: Readonly<Record<string, string>>; readonly writesBack: boolean },
): KubeObject {
  const whole = withAdditions(object, place.additions);
  const annotations = { ...annotationsOf(whole), ...(place.writesBack ? { [digestAnnotation]: digest } : {}), ...place.host };
  return { ...whole, metadata: { ...whole.metadata, annotations } };
}

/** The annotations by which a host finds the item again. */
export const hostAnnotationsOf = (object: KubeObject): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(annotationsOf(object)).filter(([key]) => isHostAnnotation(key)));
