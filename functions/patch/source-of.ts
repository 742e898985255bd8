import { type Path, parsePointer } from '../diagnostics/path.ts';
import type { Patch } from '../intent/generated/gateway-intent.ts';
import { isMap } from '../krm/is-map.ts';
import type { KubeObject } from '../krm/kube-object.ts';
import { type MergeField, type MergeType, mergeTypeOf } from './merge/merge-type.ts';

/** A value, what the patch has for it, and how it merges. */
interface Pair {
  readonly value: unknown;
  readonly written: unknown;
  readonly type: MergeType | undefined;
  /** Set on lists that merge: the key of their elements. */
  readonly key: string | undefined;
}

const below = (value: unknown, step: string | number): unknown => (value as Record<string | number, unknown> | null | undefined)?.[step];

/** Where a patch says what a field of the patched object is: as near as can be told. The path begins with `patch` or `operations`. */
export function sourceOf(path: Path, object: KubeObject, { patch, operations }: Patch): Path {
  if (operations !== undefined) return operationOf(path, operations);
  const source: (string | number)[] = ['patch'];
  let pair: Pair = { value: object, written: patch, type: mergeTypeOf(object.apiVersion, object.kind), key: undefined };
  for (const step of path) {
    const value = below(pair.value, step);
    const at = typeof step === 'number' ? elementOf(pair, value, step) : step;
    const written = at === undefined ? undefined : below(pair.written, at);
    if (at === undefined || written === undefined) break;
    source.push(at);
    pair = { value, written, ...mergeOf(step, pair) };
  }
  return source;
}

/** The elements of a list merge as the list does; a field as its type says. */
function mergeOf(step: string | number, { type }: Pair): Pick<Pair, 'type' | 'key'> {
  const field: MergeField | undefined = typeof step === 'number' ? undefined : type?.get(step);
  return typeof step === 'number' ? { type, key: undefined } : { type: field?.type, key: field?.kind === 'list' ? field.key : undefined };
}

/** The position in a patch's list of what became an element: by its key where the list merges, else the same one. */
function elementOf({ written, key }: Pair, element: unknown, index: number): number | undefined {
  if (!Array.isArray(written) || key === undefined) return index;
  const at = written.findIndex((entry) => (key === '' ? entry === element : isMap(entry) && isMap(element) && entry[key] === element[key]));
  return at === -1 ? undefined : at;
}

/** The last operation that wrote the field, or something in it or around it. */
function operationOf(path: Path, operations: NonNullable<Patch['operations']>): Path {
  const steps = path.map(String);
  const at = operations.findLastIndex(({ op, path: pointer }) => {
    const own = parsePointer(pointer);
    return op !== 'test' && own.every((step, index) => steps[index] === undefined || step === '-' || step === steps[index]);
  });
  return at === -1 ? ['operations'] : ['operations', at];
}
