import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { canonicalText } from './canonical.ts';
import { claimTo, withoutEjected } from './ejected.ts';
import { generatedPath, hasFile, pathTaker } from './generated-path.ts';
import { groupBy } from './group-by.ts';
import { indexKey, packageKey, pathKey } from './host-annotations.ts';
import type { Item, Origin, Source } from './item.ts';
import { intentsGone } from './kept-findings.ts';
import { identity, type KubeObject, type ObjectId } from './kube-object.ts';
import { madeLookup } from './made-lookup.ts';
import { editedAndUnwanted, handEdited, madeTwice, objectExists, sharedPartLeft } from './merge-findings.ts';
import { asMade } from './moved-object.ts';
import { editable, hostAnnotationsOf, judge, type MadeObject, madeObject, placedObject, saysTheSame } from './owned-object.ts';
import { intentAnnotation, intentKey, ownersOf } from './ownership.ts';
import { sameValue } from './same-value.ts';

export interface MergeOptions {
  /** The output goes back to the files that the items came from: kpt, and a plain pipe. */
  readonly writesBack: boolean;
}

export interface Merged {
  readonly items: readonly Item[];
  readonly diagnostics: readonly Diagnostic[];
}

/** What becomes of one item of the package: itself, another one, or nothing. */
interface Outcome {
  readonly item?: Item;
  /** It is kept because of these intents, which are not there. */
  readonly missing?: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

interface Merging extends MergeOptions {
  readonly madeFor: (id: ObjectId) => MadeObject | undefined;
  /** Of several copies of an owned object, the one that stays. */
  readonly primary: ReadonlyMap<string, Item>;
  /** Keys of the intents of the set. */
  readonly known: ReadonlySet<string>;
}

/**
 * Puts generated objects into a package: in the place of those that the same intents made before, or at the end. What intents no longer make is left out,
 * what they do not own stays as it is. `intents` are all of the set.
 */
export function mergeGenerated(
  items: readonly Item[],
  generated: readonly Item[],
  intents: readonly Item[],
  options: MergeOptions,
): Merged {
  const { made: all, diagnostics: twice } = distinct(generated);
  const { made, diagnostics: idle } = withoutEjected(all, items);
  const diagnostics = [...twice, ...idle];
  const madeFor = madeLookup(made);
  const merging: Merging = { ...options, madeFor, primary: primaries(items, madeFor), known: new Set(intents.map(intentKey)) };
  const outcomes = items.map((item) => outcomeOf(item, merging));
  const kept = outcomes.map(({ item }) => item).filter((item) => item !== undefined);
  const added = newItems(
    [...made.values()].filter(({ object }) => !merging.primary.has(identityOf(object))),
    kept,
    options,
  );
  const gone = outcomes
    .filter(({ missing }) => missing !== undefined)
    .flatMap(({ item, missing = [] }) => (item === undefined || item.source.file === undefined ? [] : [{ item, missing }]));
  return {
    items: [...kept, ...added],
    diagnostics: [
      ...diagnostics,
      ...outcomes.filter(({ diagnostics: found }) => found.length > 0).flatMap(({ diagnostics: found }) => found),
      ...intentsGone(gone),
    ],
  };
}

const identityOf = (object: KubeObject): string => identity({ ...object.metadata, apiVersion: object.apiVersion, kind: object.kind });

const originOf = (item: Item): Origin => item.origin ?? { item, path: [] };

/** The generated objects by identity. What several intents make alike is one object. */
function distinct(generated: readonly Item[]): { made: Map<string, MadeObject>; diagnostics: Diagnostic[] } {
  const byIdentity = groupBy(generated, ({ id }) => identity(id));
  const diagnostics: Diagnostic[] = [];
  const made = new Map<string, MadeObject>();
  for (const [key, [first, ...others]] of byIdentity as Map<string, [Item, ...Item[]]>) {
    const other = others.find(({ object }) => canonicalText(object) !== canonicalText(first.object));
    if (other !== undefined) diagnostics.push(madeTwice(first.object, originOf(first), originOf(other)));
    const owners = [first, ...others].flatMap((item) => (item.owners ?? [originOf(item).item]).map(intentKey));
    made.set(key, madeObject(first, owners));
  }
  return { made, diagnostics };
}

const mark = intentAnnotation;

/** The owners of an item; most items can be told to have none without parsing them. */
function ownersOfItem(item: Item): readonly string[] | undefined {
  const text = item.slice ?? item.text;
  return text?.includes(mark) === false ? undefined : ownersOf(item.object);
}

/** The owned item that each generated object replaces: of several the one in the package of the intent. */
function primaries(items: readonly Item[], madeFor: Merging['madeFor']): Map<string, Item> {
  const found = new Map<string, Item>();
  for (const item of items) {
    const wanted = madeFor(item.id);
    if (wanted === undefined || item.list !== undefined || ownersOfItem(item) === undefined) continue;
    const key = identity(item.id);
    const home = originOf(wanted.item).item.source.packagePath;
    const before = found.get(key);
    if (before === undefined || (before.source.packagePath !== home && item.source.packagePath === home)) found.set(key, item);
  }
  return found;
}

const none: readonly Diagnostic[] = [];

function outcomeOf(item: Item, merging: Merging): Outcome {
  const made = merging.madeFor(item.id);
  const owners = ownersOfItem(item);
  if (made !== undefined && (owners === undefined || item.list !== undefined)) {
    return { item, diagnostics: [objectExists(item, claimTo(item, made.item))] };
  }
  if (owners === undefined || item.list !== undefined) return { item, diagnostics: none };
  const { object, missing } = asMade(item, owners, merging.known);
  if (made !== undefined) return replaced(item, object, made, missing, merging);
  if (missing.length > 0) return { item, missing, diagnostics: [] };
  return { diagnostics: judge(object, undefined) === 'edited' ? [editedAndUnwanted(item, owners)] : [] };
}

function replaced(item: Item, written: KubeObject, made: MadeObject, missing: readonly string[], merging: Merging): Outcome {
  const additions = judge(written, made.object);
  if (additions === 'edited')
    return { item, diagnostics: [handEdited(item, editable(item.object, made.object), made.object, originOf(made.item).item)] };
  if (merging.primary.get(identity(item.id)) !== item) return { diagnostics: [] };
  const object = placedObject(made, { additions, host: hostAnnotationsOf(item.object), writesBack: merging.writesBack });
  const isLess = missing.length > 0 && !saysTheSame(item.object, additions, made.object);
  return { item: successor(item, made.item, object), diagnostics: isLess ? [sharedPartLeft(item, missing)] : [] };
}

/** The item with its text where the object is what it was; a new one in its place otherwise. */
function successor(old: Item, { id, origin, owners, patchedBy }: Item, object: KubeObject): Item {
  // The fields of an item are computed when they are asked for, so they are inherited and not copied.
  if (sameValue(old.object, object)) return Object.create(old, fields({ origin, owners, patchedBy }));
  return { id, text: undefined, object, source: old.source, origin, owners, patchedBy, replaces: old };
}

const fields = (values: object): PropertyDescriptorMap =>
  Object.fromEntries(Object.entries(values).map(([key, value]) => [key, { value, enumerable: true }]));

/** Objects that are made for the first time, in files of their own where the host keeps files. */
function newItems(made: readonly MadeObject[], items: readonly Item[], { writesBack }: MergeOptions): Item[] {
  const hasPaths = made.length > 0 && writesBack && items.some(hasFile);
  const takePath = pathTaker(hasPaths ? items : []);
  return made.map((one) => {
    const { id, origin, owners, patchedBy } = one.item;
    const intent = originOf(one.item).item;
    const { packagePath } = intent.source;
    const source: Source = hasPaths ? { file: takePath(generatedPath(one.item, intent), packagePath), index: 0, packagePath } : {};
    const object = placedObject(one, { additions: [], host: annotationsFor(source), writesBack });
    return { id, text: undefined, object, source, origin, owners, patchedBy };
  });
}

function annotationsFor({ file, packagePath }: Source): Readonly<Record<string, string>> {
  if (file === undefined) return {};
  return { [pathKey]: file, [indexKey]: '0', ...(packagePath === undefined ? {} : { [packageKey]: packagePath }) };
}
