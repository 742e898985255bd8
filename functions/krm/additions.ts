import type { Path } from '../diagnostics/path.ts';
import { isMap } from './is-map.ts';
import type { KubeObject } from './kube-object.ts';

/** An entry of a map of labels or annotations that was not made here. */
export interface Addition {
  readonly path: Path;
  readonly value: unknown;
}

/** Maps to which other functions of a pipeline add entries, wherever they are in an object. */
const open: ReadonlySet<string> = new Set(['labels', 'annotations', 'matchLabels', 'selector']);

/**
 * The entries of labels, annotations and selectors that `written` has and `made` has not; places that `made` does not have at all are left out. Others may
 * also add such a map: `isOpen` says that the value is one.
 */
export function additionsTo(made: unknown, written: unknown, path: Path = [], isOpen = false): Addition[] {
  if (Array.isArray(made) && Array.isArray(written) && made.length === written.length) {
    return made.flatMap((entry, index) => additionsTo(entry, written[index], [...path, index]));
  }
  if (!isMap(written) || !(isMap(made) || isOpen)) return [];
  const known = isMap(made) ? made : {};
  return Object.entries(written).flatMap(([key, value]) => {
    const inner = [...path, key];
    if (!isOpen || isMap(value)) return additionsTo(known[key], value, inner, open.has(key));
    return known[key] === undefined ? [{ path: inner, value }] : [];
  });
}

/** The object without any entry of labels, annotations and selectors. */
export function hollow(value: unknown, isOpen = false): unknown {
  if (Array.isArray(value)) return value.map((entry) => hollow(entry));
  if (!isMap(value)) return value;
  const kept = Object.entries(value).filter(([, entry]) => !isOpen || isMap(entry));
  return Object.fromEntries(kept.map(([key, entry]) => [key, hollow(entry, open.has(key))]));
}

function changedAt(value: unknown, path: Path, entry: unknown): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return entry;
  if (Array.isArray(value)) return value.map((element, index) => (index === step ? changedAt(element, rest, entry) : element));
  const map = isMap(value) ? value : {};
  return { ...map, [step]: changedAt(map[step], rest, entry) };
}

export const withAdditions = (object: KubeObject, additions: readonly Addition[]): KubeObject =>
  additions.reduce((current, { path, value }) => changedAt(current, path, value) as KubeObject, object);

/** The object without the additions, and without the maps that held nothing else. */
export function withoutAdditions(object: KubeObject, additions: readonly Addition[]): KubeObject {
  return additions.reduce((current, { path }) => removedAt(current, path) as KubeObject, object);
}

function removedAt(value: unknown, path: Path): unknown {
  const [step, ...rest] = path;
  if (Array.isArray(value)) return value.map((element, index) => (index === step ? removedAt(element, rest) : element));
  if (!isMap(value) || step === undefined) return value;
  if (rest.length === 0) return { ...value, [step]: undefined };
  const inner = removedAt(value[step], rest);
  const isEmpty = rest.length === 1 && isMap(inner) && Object.values(inner).every((entry) => entry === undefined);
  return { ...value, [step]: isEmpty ? undefined : inner };
}
