import * as fc from 'fast-check';
import type { KubeObject } from '../../../functions/krm/kube-object.ts';
import { kindOf, splitVersion } from '../../../functions/validate/fields/kinds.ts';
import { type Reference, shapeOf } from '../../../functions/validate/fields/shape.ts';
import { valueFor } from './values.ts';

/** What no package of a gateway has, or what nobody checks. */
const untouched = new Set(['apiVersion', 'kind', 'metadata', 'status', 'aggregationRule']);

type Change = (value: unknown) => unknown;

/** The object with one field, at any depth, made, changed or removed. */
export function mutated(object: KubeObject): fc.Arbitrary<KubeObject> {
  const { group, version } = splitVersion(object.apiVersion);
  const shape = kindOf(group, object.kind)?.versions.get(version)?.shape;
  if (shape === undefined) throw new Error(`no table of ${object.apiVersion} ${object.kind}`);
  const fields = [...(shapeOf(shape).fields ?? [])].filter(([name]) => !untouched.has(name) && object.kind !== 'Namespace');
  if (fields.length === 0) return fc.constant(object);
  const change = fc.constantFrom(...fields).chain(([name, field]) =>
    changeOf(field.shape, object[name], name).map(
      (inner): Change =>
        (value) =>
          withField(value, name, inner),
    ),
  );
  return fc
    .array(change, { minLength: 1, maxLength: 2 })
    .map((changes) => changes.reduce((value: unknown, step) => step(value), object) as KubeObject);
}

/** A change at a place or below it. Existing fields are gone into more often than new ones are made. */
function changeOf(reference: Reference, value: unknown, name: string): fc.Arbitrary<Change> {
  const here: fc.Arbitrary<Change> = fc.oneof(
    { weight: 6, arbitrary: valueFor(reference, name, 3).map((made) => () => made) },
    { weight: 1, arbitrary: fc.constant(() => undefined) },
    { weight: 1, arbitrary: fc.constant(() => emptied(value)) },
  );
  const below = deeper(reference, value, name);
  return below === undefined ? here : fc.oneof({ weight: 1, arbitrary: here }, { weight: 6, arbitrary: below });
}

const emptied = (value: unknown): unknown =>
  Array.isArray(value) ? [] : typeof value === 'object' ? {} : typeof value === 'number' ? 0 : '';

function deeper(reference: Reference, value: unknown, name: string): fc.Arbitrary<Change> | undefined {
  const shape = shapeOf(reference);
  if (Array.isArray(value)) {
    if (shape.items === undefined || value.length === 0) return undefined;
    const items = shape.items;
    const entry = fc.nat(value.length - 1).chain((index) =>
      changeOf(items, value[index], name).map(
        (change): Change =>
          (list) =>
            withEntry(list, index, change),
      ),
    );
    const appended = valueFor(items, name, 2).map(
      (made): Change =>
        (list) =>
          Array.isArray(list) ? [...list, made] : list,
    );
    const doubled = fc.nat(value.length - 1).map(
      (index): Change =>
        (list) =>
          Array.isArray(list) && index < list.length ? [...list, list[index]] : list,
    );
    return fc.oneof({ weight: 6, arbitrary: entry }, { weight: 1, arbitrary: appended }, { weight: 1, arbitrary: doubled });
  }
  if (value === null || typeof value !== 'object') return undefined;
  const record = value as Readonly<Record<string, unknown>>;
  const known = shape.fields ?? new Map();
  const written = Object.keys(record).filter((key) => known.has(key) || shape.values !== undefined);
  const missing = [...known.keys()].filter((key) => record[key] === undefined);
  const into = (key: string): fc.Arbitrary<Change> =>
    changeOf(known.get(key)?.shape ?? shape.values ?? 'x', record[key], known.has(key) ? key : name).map(
      (change): Change =>
        (map) =>
          withField(map, key, change),
    );
  const choices = [
    ...(written.length > 0 ? [{ weight: 8, arbitrary: fc.constantFrom(...written).chain(into) }] : []),
    ...(missing.length > 0 ? [{ weight: 6, arbitrary: fc.constantFrom(...missing).chain(into) }] : []),
    ...(known.size > 0 ? [{ weight: 1, arbitrary: fc.constant<Change>((map) => withField(map, 'madeUp', () => 1)) }] : []),
  ];
  return choices.length === 0 ? undefined : fc.oneof(...choices);
}

function withField(map: unknown, key: string, change: Change): unknown {
  if (map === null || typeof map !== 'object' || Array.isArray(map)) return map;
  const { [key]: before, ...rest } = map as Readonly<Record<string, unknown>>;
  const after = change(before);
  return after === undefined ? rest : { ...rest, [key]: after };
}

function withEntry(list: unknown, index: number, change: Change): unknown {
  if (!Array.isArray(list) || index >= list.length) return list;
  const after = change(list[index]);
  return after === undefined
    ? list.filter((_, position) => position !== index)
    : list.map((entry, position) => (position === index ? after : entry));
}
