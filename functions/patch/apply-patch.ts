import type { Path } from '../diagnostics/path.ts';
import type { Patch } from '../intent/generated/gateway-intent.ts';
import { isMap } from '../krm/is-map.ts';
import type { KubeObject } from '../krm/kube-object.ts';
import { jsonMerge } from './merge/json-merge.ts';
import { jsonPatch } from './merge/json-patch.ts';
import { isCore, mergeTypeOf } from './merge/merge-type.ts';
import type { PatchProblem } from './merge/problem.ts';
import { strategicMerge } from './merge/strategic-merge.ts';

/** What became of an object under a patch: the object, nothing where the patch deletes it, or what is wrong with the patch, at paths below it. */
export type Patched =
  | { readonly kind: 'object'; readonly object: KubeObject }
  | { readonly kind: 'deleted' }
  | { readonly kind: 'refused'; readonly problems: readonly PatchProblem[] };

/** One patch on one object. */
export function applyPatch(object: KubeObject, { patch, operations }: Patch): Patched {
  if (isMap(patch) && patch.$patch === 'delete') return { kind: 'deleted' };
  const problems: PatchProblem[] = [];
  const report = (problem: PatchProblem) => problems.push({ ...problem, path: [operations ? 'operations' : 'patch', ...problem.path] });
  const result = operations ? jsonPatch(object, operations, report) : merged(object, patch ?? {}, report);
  return problems.length > 0 ? { kind: 'refused', problems } : { kind: 'object', object: result as KubeObject };
}

function merged(object: KubeObject, patch: Readonly<Record<string, unknown>>, report: (problem: PatchProblem) => void): unknown {
  const { apiVersion, kind } = object;
  if (patch.$patch !== undefined) {
    report({
      path: ['$patch'],
      message: 'a whole object can be deleted, but not replaced',
      fix: 'use `$patch: delete`, or name the fields to change',
    });
    return object;
  }
  if (isCore(apiVersion)) return strategicMerge(object, patch, mergeTypeOf(apiVersion, kind), report);
  for (const path of directivesIn(patch))
    report({
      path,
      message: `\`${path.at(-1)}\` has no meaning for ${kind} of ${apiVersion}: custom resources are patched as JSON`,
      fix: 'write the whole list, use `null` to remove a field, or use `operations`',
    });
  return jsonMerge(object, patch);
}

function directivesIn(value: unknown, path: Path = []): Path[] {
  if (Array.isArray(value)) return value.flatMap((entry, index) => directivesIn(entry, [...path, index]));
  if (!isMap(value)) return [];
  return Object.entries(value).flatMap(([key, entry]) =>
    /^\$(?:patch$|retainKeys$|setElementOrder\/|deleteFromPrimitiveList\/)/.test(key)
      ? [[...path, key]]
      : directivesIn(entry, [...path, key]),
  );
}
