import { formatPath, type Path } from '../../diagnostics/path.ts';
import { quote } from '../../diagnostics/quote.ts';
import { isMap } from '../../krm/is-map.ts';
import { inOrder } from './element-order.ts';
import type { MergeField, MergeType } from './merge-type.ts';
import type { ReportProblem } from './problem.ts';

type Fields = Readonly<Record<string, unknown>>;

const directive = '$patch';
const retainKeys = '$retainKeys';
const deleteFrom = '$deleteFromPrimitiveList/';

/**
 * A strategic merge patch, as the API server applies it: maps merge, `null` removes, lists merge by the keys of their elements where the kind says so and are replaced
 * otherwise. `$patch: delete` and `$patch: replace` stand in a map or in an element of a list; `$retainKeys` and `$deleteFromPrimitiveList/…` are known too.
 */
export function strategicMerge(original: Fields, patch: Fields, type: MergeType | undefined, report: ReportProblem): Fields {
  return mergeMap(original, patch, type, [], report);
}

function mergeMap(original: Fields, patch: Fields, type: MergeType | undefined, path: Path, report: ReportProblem): Fields {
  const asked = patch[directive];
  if (asked === 'delete') return {};
  if (asked === 'replace') return cleaned(patch) as Fields;
  if (asked !== undefined) unknownDirective(directive, asked, path, report);
  const merged = new Map(Object.entries(retained(original, patch, path, report)));
  for (const [key, value] of Object.entries(patch)) {
    const here = [...path, key];
    if (key.startsWith(deleteFrom)) removeFromSet(merged, key.slice(deleteFrom.length), value, here, report);
    else if (key.startsWith('$')) isKnown(key) || unknownDirective(key, value, here, report);
    else if (value === null) merged.delete(key);
    else merged.set(key, mergeField(merged.get(key), value, type?.get(key), here, report));
  }
  return Object.fromEntries(merged);
}

const isKnown = (key: string): boolean => key === directive || key === retainKeys;

function unknownDirective(key: string, value: unknown, path: Path, report: ReportProblem): void {
  report({
    path: key === directive ? [...path, key] : path,
    message:
      key === directive
        ? `\`$patch\` must be "delete" or "replace", not ${quote(value)}`
        : `\`${key}\` is no directive that can be used here`,
    fix: key.startsWith('$setElementOrder/') ? 'remove it: the order follows from the patch' : 'remove it',
  });
}

/** `$retainKeys` clears the fields that it does not name. */
function retained(original: Fields, patch: Fields, path: Path, report: ReportProblem): Fields {
  const keys = patch[retainKeys];
  if (keys === undefined) return original;
  const here = [...path, retainKeys];
  if (!Array.isArray(keys)) {
    report({ path: here, message: '`$retainKeys` must be a list', fix: 'list the fields that stay' });
    return original;
  }
  const missing = Object.keys(patch).filter((key) => !key.startsWith('$') && patch[key] !== null && !keys.includes(key));
  if (missing.length > 0) {
    const names = missing.map((key) => `\`${key}\``).join(', ');
    report({
      path: here,
      message: `\`$retainKeys\` must name every field that the patch sets: ${names} is missing`,
      fix: 'add it to the list',
    });
  }
  return Object.fromEntries(Object.entries(original).filter(([key]) => keys.includes(key)));
}

function removeFromSet(merged: Map<string, unknown>, field: string, values: unknown, path: Path, report: ReportProblem): void {
  const list = merged.get(field);
  if (!Array.isArray(values)) report({ path, message: `\`${path.at(-1)}\` must be a list`, fix: 'list the values to take out' });
  else if (Array.isArray(list))
    merged.set(
      field,
      list.filter((value) => !values.includes(value)),
    );
}

function mergeField(original: unknown, value: unknown, field: MergeField | undefined, path: Path, report: ReportProblem): unknown {
  if (isMap(value) && isMap(original) && field?.kind !== 'replace') return mergeMap(original, value, field?.type, path, report);
  if (!Array.isArray(value) || field?.kind !== 'list') return cleaned(value);
  const list = Array.isArray(original) ? original : [];
  if (field.key === '') return inOrder([...new Set([...list, ...value])], value, list, (entry) => entry);
  return mergeList(list, value, field, path, report);
}

function mergeList(
  original: readonly unknown[],
  patch: readonly unknown[],
  { key, type }: MergeField,
  path: Path,
  report: ReportProblem,
): unknown[] {
  const keyOf = (element: unknown): unknown => (isMap(element) ? element[key] : undefined);
  const elements = patch.map((element, index) => ({ element, path: [...path, index] }));
  for (const { element, path: here } of elements) if (!isReplace(element) && keyOf(element) === undefined) needsKey(key, here, report);
  const usable = elements.filter(({ element }) => isMap(element) && keyOf(element) !== undefined) as { element: Fields; path: Path }[];
  const deleted = usable.filter(({ element }) => element[directive] === 'delete').map(({ element }) => keyOf(element));
  const merging = usable.filter(({ element }) => element[directive] !== 'delete');
  if (patch.some((element) => isReplace(element))) return merging.map(({ element }) => cleaned(element));
  const base = original.filter((element) => !deleted.includes(keyOf(element)));
  const merged = [...base];
  const positions = new Map(base.map((element, index) => [keyOf(element), index] as const).reverse());
  for (const { element, path: here } of merging) {
    const at = positions.get(keyOf(element));
    if (at === undefined) positions.set(keyOf(element), merged.push(cleaned(element)) - 1);
    else merged[at] = mergeMap(merged[at] as Fields, element, type, here, report);
  }
  const named = merging.map(({ element }) => keyOf(element));
  return inOrder(merged, named, base.map(keyOf), keyOf);
}

/** An element that says that the list is replaced: nothing but the directive, or one that has it. */
const isReplace = (element: unknown): boolean => isMap(element) && element[directive] === 'replace';

function needsKey(key: string, path: Path, report: ReportProblem): void {
  report({
    path,
    message: `\`${formatPath(path)}\` must have \`${key}\`: the elements of this list are told apart by it`,
    fix: `add \`${key}\` of the element that is meant, or begin the list with \`$patch: replace\` to replace it`,
  });
}

/** A value of a patch as it stands in an object: without nulls and directives. */
function cleaned(value: unknown): unknown {
  if (Array.isArray(value)) return value.filter((entry) => !(isMap(entry) && entry[directive] === 'delete')).map(cleaned);
  if (!isMap(value)) return value;
  if (value[directive] === 'delete') return {};
  const kept = Object.entries(value).filter(([key, entry]) => entry !== null && !key.startsWith('$'));
  return Object.fromEntries(kept.map(([key, entry]) => [key, cleaned(entry)]));
}
