import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { formatPath, type Path } from '../diagnostics/path.ts';
import type { Made } from '../expand/made.ts';
import type { Intent } from '../intent/model.ts';
import { findingAt } from '../krm/finding-at.ts';
import type { Item, Origin, PatchedField } from '../krm/item.ts';
import type { KubeObject } from '../krm/kube-object.ts';
import { applyPatch } from './apply-patch.ts';
import { changedPaths, movedPath } from './changed-paths.ts';
import { identityChange } from './identity-change.ts';
import { matchesNothing } from './matches-nothing.ts';
import { displayOf, type PatchEntry } from './patch-entry.ts';
import { changesNothing, type Disagreement, disagrees, listed, told } from './patch-findings.ts';
import { sourceOf } from './source-of.ts';
import { compileTarget } from './target.ts';

export interface PatchStage {
  readonly made: readonly Made[];
  readonly diagnostics: readonly Diagnostic[];
}

/** KRM function 2: the patches of every intent, applied to the objects that the intent owns or shares. Objects know afterwards which patch changed what. */
export function patch(made: readonly Made[], intents: readonly Intent[]): PatchStage {
  const entries = intents
    .toSorted((left, right) => (left.key < right.key ? -1 : 1))
    .flatMap((intent) =>
      (intent.spec.patches ?? []).map((written, index): PatchEntry => ({ intent, patch: written, path: ['spec', 'patches', index] })),
    );
  return entries.reduce<PatchStage>(
    (stage, entry) => {
      const next = patchAll(stage.made, entry);
      return { made: next.made, diagnostics: stage.diagnostics.concat(next.diagnostics) };
    },
    { made, diagnostics: [] },
  );
}

function patchAll(made: readonly Made[], entry: PatchEntry): PatchStage {
  const { intent, patch: written, path } = entry;
  const { tests, problems } = compileTarget(written.target);
  if (problems.length > 0)
    return {
      made,
      diagnostics: problems.map(({ path: at, message, fix }) => findingAt('GI0605', intent.item, [...path, ...at], { message, fix })),
    };
  const matched = new Set(made.filter((one) => one.owners.includes(intent.item) && tests.every(({ fits }) => fits(one.object))));
  if (matched.size === 0) return { made, diagnostics: [matchesNothing(made, tests, entry)] };
  const outcomes = made.map((one): Outcome => (matched.has(one) ? patchOne(one, entry) : { made: one, diagnostics: [] }));
  const diagnostics = distinct(outcomes.flatMap(({ diagnostics: found }) => found));
  return {
    made: outcomes.flatMap(({ made: one }) => one ?? []),
    diagnostics: diagnostics.length > 0 ? diagnostics : [changesNothing(entry, [...matched])],
  };
}

/** What became of one object: nothing where it is deleted. */
interface Outcome {
  readonly made?: Made;
  readonly diagnostics: readonly Diagnostic[];
}

function patchOne(one: Made, entry: PatchEntry): Outcome {
  const { intent, patch: written, path } = entry;
  const result = applyPatch(one.object, written);
  const at = (code: 'GI0603' | 'GI0604', below: Path, message: string, fix?: string) =>
    findingAt(code, intent.item, [...path, ...below], { message, ...(fix ? { fix } : {}) });
  if (result.kind === 'deleted') return { diagnostics: [told(entry, `deleted ${displayOf(one.object)}`)] };
  if (result.kind === 'refused')
    return { made: one, diagnostics: result.problems.map((problem) => at('GI0604', problem.path, problem.message, problem.fix)) };
  const identity = identityChange(one.object, result.object);
  if (identity !== undefined)
    return {
      made: one,
      diagnostics: [at('GI0603', sourceOf(identity.path, one.object, written), `${displayOf(one.object)}: ${identity.message}`)],
    };
  const changed = changedPaths(one.object, result.object);
  if (changed.length === 0) return { made: one, diagnostics: [] };
  const own = changed.map((field): PatchedField => ({ path: field, origin: originOf(entry, field, result.object) }));
  const before = (one.patchedBy ?? []).map((field) => ({ ...field, path: movedPath(field.path, one.object, result.object) }));
  const disagreement = disagreeing(before, own, intent.item);
  if (disagreement !== undefined) return { made: one, diagnostics: [disagrees(one, entry, disagreement)] };
  const parts = one.origin.parts?.map((part) => ({ ...part, path: movedPath(part.path, one.object, result.object) }));
  return {
    made: { ...one, object: result.object, origin: { ...one.origin, parts }, patchedBy: [...before, ...own] },
    diagnostics: [told(entry, `changed ${displayOf(one.object)}: ${listed(changed)}`)],
  };
}

const originOf = ({ intent, patch: written, path }: PatchEntry, field: Path, object: KubeObject): Origin => ({
  item: intent.item,
  path: [...path, ...sourceOf(field, object, written)],
});

/** A field that the patch of another intent has written, and this one writes differently. */
function disagreeing(before: readonly PatchedField[], own: readonly PatchedField[], item: Item): Disagreement | undefined {
  const others = before.filter(({ origin }) => origin.item !== item);
  for (const now of own) {
    const other = others.find(({ path }) => path.every((step, index) => now.path[index] === undefined || step === now.path[index]));
    if (other !== undefined) return { before: other, now };
  }
  return undefined;
}

/** A mistake in a patch is told once, however many objects it matches. */
function distinct(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  return [...new Map(diagnostics.map((one) => [`${one.code} ${formatPath(one.path ?? [])} ${one.message}`, one])).values()];
}
