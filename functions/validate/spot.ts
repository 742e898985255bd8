import { formatPath, type Path } from '../diagnostics/path.ts';
import type { Item } from '../krm/item.ts';
import type { Field } from '../mesh/field.ts';
import type { Finding } from './rule.ts';

/**
 * A place in an object with its value, which nobody has checked yet. The readers below take what has the type they ask for and
 * treat all else as absent, because the rules of the field tables report wrong types.
 */
export interface Spot {
  readonly item: Item;
  readonly value: unknown;
  readonly parent: Spot | undefined;
  readonly key: string | number;
}

type Loose = Readonly<Record<string, unknown>>;

/** The root of an object. */
export function rootOf(item: Item): Spot {
  return { item, value: item.object, parent: undefined, key: '' };
}

/** A field below; its value is `undefined` where there is none. `null` counts as absent, as it does for upstream. */
export function at(spot: Spot, key: string): Spot {
  const { value } = spot;
  const found = value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as Loose)[key] : undefined;
  return { item: spot.item, value: found ?? undefined, parent: spot, key };
}

/** A field some levels below. */
export function deep(spot: Spot, ...keys: readonly string[]): Spot {
  let here = spot;
  for (const key of keys) here = at(here, key);
  return here;
}

const none: readonly Spot[] = [];

/** The entries of a list, those that are `null` included. */
export function entries(spot: Spot): readonly Spot[] {
  const { item, value } = spot;
  if (!Array.isArray(value)) return none;
  return value.map((entry, key) => ({ item, value: entry, parent: spot, key }));
}

/** The entries of a list below. */
export const list = (spot: Spot, key: string): readonly Spot[] => entries(at(spot, key));

/** The entries of a map, whose keys are text; those that are `null` count as absent. */
export function members(spot: Spot): readonly (Spot & { readonly key: string })[] {
  const { item, value } = spot;
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return [];
  const record = value as Loose;
  return Object.keys(record)
    .filter((key) => record[key] !== null)
    .map((key) => ({ item, value: record[key], parent: spot, key }));
}

/** The entries of a map of the core, where `null` stands for an empty text. */
export function keysOf(spot: Spot): readonly (Spot & { readonly key: string })[] {
  const { item, value } = spot;
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return [];
  return Object.entries(value).map(([key, entry]) => ({ item, value: (entry ?? '') as unknown, parent: spot, key }));
}

export const isSet = (spot: Spot): boolean => spot.value !== undefined && spot.value !== null;

/** The text at a place, `''` where there is none, as protobuf reads it. */
export const text = (spot: Spot): string => (typeof spot.value === 'string' ? spot.value : '');

/** The number at a place, 0 where there is none, as protobuf reads it. */
export const number = (spot: Spot): number => (typeof spot.value === 'number' ? spot.value : 0);

/** Whether there are fields, so that one of them can be missing. */
export const isMap = ({ value }: Spot): boolean => value !== null && typeof value === 'object' && !Array.isArray(value);

export const isTrue = (spot: Spot): boolean => spot.value === true;

/** How many entries a list has; 0 where there is none. */
export const length = (spot: Spot): number => (Array.isArray(spot.value) ? spot.value.length : 0);

export function pathOf(spot: Spot): Path {
  const path: (string | number)[] = [];
  for (let here: Spot | undefined = spot; here?.parent !== undefined; here = here.parent) path.push(here.key);
  return path.reverse();
}

/** The name of a place as messages show it: its full path in backticks. */
export const name = (spot: Spot): string => `\`${formatPath(pathOf(spot))}\``;

/** A finding at a place; the message begins with the name of the place. */
export function wrong(spot: Spot, requirement: string, more: Pick<Finding, 'fix' | 'severity' | 'upstream'> = {}): Finding {
  return { item: spot.item, path: pathOf(spot), message: `${name(spot)} ${requirement}`, ...more };
}

/** A finding at a field that the mesh model names. */
export function wrongAt({ item, path }: Field, requirement: string, more: Pick<Finding, 'fix' | 'severity' | 'upstream'> = {}): Finding {
  return { item, path, message: `\`${formatPath(path)}\` ${requirement}`, ...more };
}

/** An object as messages name it: `Gateway "shop/public"`. */
export function titled({ id }: Item): string {
  return `${id.kind} "${id.namespace ? `${id.namespace}/` : ''}${id.name}"`;
}
