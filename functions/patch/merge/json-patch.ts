import { applyPatch, type Operation } from 'rfc6902';
import { quote } from '../../diagnostics/quote.ts';
import type { PatchOperation } from '../../intent/generated/gateway-intent.ts';
import { pointerMistake } from './pointer.ts';
import type { PatchProblem, ReportProblem } from './problem.ts';

/** What an operation must have, and whether its path may name what is not there yet. */
const rules = {
  add: { needs: 'value', mayBeNew: true },
  remove: { needs: undefined, mayBeNew: false },
  replace: { needs: 'value', mayBeNew: false },
  test: { needs: 'value', mayBeNew: false },
  move: { needs: 'from', mayBeNew: true },
  copy: { needs: 'from', mayBeNew: true },
} as const;

/** A JSON Patch (RFC 6902), operation by operation. It ends at the first one that fails, which is told. The input stays as it is. */
export function jsonPatch(original: unknown, operations: readonly PatchOperation[], report: ReportProblem): unknown {
  const object = structuredClone(original);
  for (const [index, operation] of operations.entries()) {
    const problem = misuse(object, operation) ?? failedTest(object, operation);
    if (problem === undefined) continue;
    report({ ...problem, path: [index, ...problem.path] });
    return original;
  }
  return object;
}

function misuse(object: unknown, operation: PatchOperation): PatchProblem | undefined {
  const { op, path, from } = operation;
  const { needs, mayBeNew } = rules[op];
  if (needs !== undefined && !Object.hasOwn(operation, needs))
    return { path: [], message: `\`${needs}\` must be set for "op: ${op}"`, fix: `add \`${needs}:\`` };
  const source = needs === 'from' ? pointerMistake(object, from as string, false) : undefined;
  if (source !== undefined) return { path: ['from'], ...source };
  if (op === 'move' && path.startsWith(`${from}/`))
    return { path: ['path'], message: `${quote(path)} lies inside of ${quote(from)}, which is moved`, fix: 'move it to another place' };
  const mistake = pointerMistake(object, path, mayBeNew);
  return mistake && { path: ['path'], ...mistake };
}

/** Does the operation; only a test can still fail. */
function failedTest(object: unknown, operation: PatchOperation): PatchProblem | undefined {
  const [error] = applyPatch(object, [structuredClone(operation) as unknown as Operation]);
  if (error === null || error === undefined) return undefined;
  const actual = 'actual' in error ? quote(error.actual ?? null) : 'something else';
  return {
    path: ['value'],
    message: `the test of ${quote(operation.path)} fails: it is ${actual} and not ${quote(operation.value ?? null)}`,
    fix: 'correct the value, or remove the test',
  };
}
