import { checkFindings } from './checks/check-findings.ts';
import type { CheckResult } from './checks/check-result.ts';
import { runChecks, writtenChecks } from './checks/run-checks.ts';
import type { Diagnostic } from './diagnostics/diagnostic.ts';
import { answers } from './expand/answers.ts';
import { expand } from './expand/expand.ts';
import type { Made } from './expand/made.ts';
import type { Intent, Model } from './intent/model.ts';
import { isIntent, readIntents } from './intent/read.ts';
import { resolve } from './intent/resolve/resolve.ts';
import { generatedItem } from './krm/generated-item.ts';
import type { Item } from './krm/item.ts';
import { type MergeOptions, mergeGenerated } from './krm/merge.ts';
import { problemsOf } from './krm/problems-of.ts';
import { buildMesh } from './mesh/build-mesh.ts';
import { lazy } from './mesh/lazy.ts';
import type { Mesh } from './mesh/mesh.ts';
import { withoutTwins } from './patch/package/namespaces.ts';
import { patchPackage } from './patch/package/patch-package.ts';
import { patch } from './patch/patch.ts';
import { sortDoubtful } from './validate/doubtful.ts';
import { validate } from './validate/validate.ts';
import { buildWorld } from './validate/world.ts';

export type Step = 'expand' | 'patch' | 'validate';

export interface RenderOptions {
  /** Version of gateway-intent, for intents that need a newer one. */
  readonly version: string;
  readonly steps: readonly Step[];
  /** The files are the whole cluster. */
  readonly complete: boolean;
  readonly merge: MergeOptions;
}

export interface Rendering {
  /** The package afterwards; as it came when there is an error. */
  readonly items: readonly Item[];
  readonly diagnostics: readonly Diagnostic[];
  readonly intents: readonly Intent[];
  /** Which URL is served by what. */
  readonly answers: readonly string[];
  /** What the proxies do with all objects, generated and hand-written alike; `undefined` where nothing could be generated. */
  mesh(): Mesh | undefined;
  /** What comes of the checks of the intents; none where nothing could be generated. */
  readonly checks: readonly CheckResult[];
}

/** A part of the work: what the package is afterwards, and what was found. */
interface Stage {
  readonly items: readonly Item[];
  readonly diagnostics: readonly Diagnostic[];
}

/** The whole function: read, resolve, expand, patch, validate. `config` is an intent that is not among the items. */
export function render(items: readonly Item[], config: Item | undefined, options: RenderOptions): Rendering {
  const sources = config !== undefined && isIntent(config) ? [...items, config] : items;
  const { intents, broken, diagnostics: read } = readIntents(sources, options.version);
  const { model, diagnostics: resolved } = resolve(intents, items, broken);
  const generated = generate(model, items, [...read, ...resolved], options);
  const made = [...read, ...resolved, ...generated.diagnostics];
  const mesh = lazy(() => meshOf(generated.items, model, options.complete));
  const validated = options.steps.includes('validate') ? findings(generated.items, mesh, model, options.complete) : [];
  const written = options.steps.includes('validate') && !hasError(made) ? writtenChecks(intents) : [];
  const checks = written.length > 0 ? runChecks(mesh(), written) : [];
  const diagnostics = [...made, ...validated, ...checkFindings(checks)];
  const failed = hasError(diagnostics);
  return {
    items: failed ? items : generated.items,
    diagnostics,
    intents,
    answers: failed ? [] : answers(model),
    mesh: () => (hasError(made) ? undefined : mesh()),
    checks,
  };
}

/** The package with what its intents ask for. Nothing is generated from intents that are wrong: what comes out would only lead to more findings. */
function generate(model: Model, items: readonly Item[], found: readonly Diagnostic[], { steps, merge }: RenderOptions): Stage {
  if (hasError(found) || !(steps.includes('expand') || steps.includes('patch'))) return { items, diagnostics: [] };
  const expansion = expand(model, items);
  if (hasError(expansion.diagnostics)) return { items, diagnostics: expansion.diagnostics };
  const patched = steps.includes('patch') ? patch(expansion.made, model.intents) : { made: expansion.made, diagnostics: [] };
  const settled = steps.includes('patch')
    ? patchPackage(items, { ...expansion, made: patched.made }, model)
    : { items, made: withoutTwins(patched.made, items), diagnostics: [] };
  const owners = model.intents.map(({ item }) => item);
  const merged = mergeGenerated(settled.items, settled.made.map(itemOf), owners, merge);
  return {
    items: merged.items,
    diagnostics: [...expansion.diagnostics, ...patched.diagnostics, ...settled.diagnostics, ...merged.diagnostics],
  };
}

const itemOf = ({ object, origin, owners, patchedBy }: Made): Item => generatedItem(object, origin, owners, patchedBy);

/** Definitions of custom resources say nothing here, take longer to read than all gateways, and are written more loosely than the library reads. */
const isLookedInto = ({ id }: Item): boolean => id.kind !== 'CustomResourceDefinition';

/** Text that cannot be read says nothing. */
const isReadable = (item: Item): boolean => !isLookedInto(item) || (item.problems ?? []).length === 0;

function meshOf(items: readonly Item[], { facts }: Model, complete: boolean): Mesh {
  return buildMesh(items, { ...facts.told, complete });
}

/** What the rules say about all objects, generated and hand-written alike. Of text that cannot be read they would only say what follows from that. */
function findings(items: readonly Item[], mesh: () => Mesh, model: Model, complete: boolean): readonly Diagnostic[] {
  const { version } = model.facts.told;
  const options = { complete, ...(version === undefined ? {} : { versions: { istio: version } }) };
  const readable = items.filter(isReadable);
  const { certain, doubtful } = sortDoubtful(readable);
  const isCertain = certain.length === readable.length;
  // Rules about single objects do not ask the mesh, so one of the objects that act together serves all.
  const shared = { ...options, mesh: isCertain ? mesh() : meshOf(certain, model, complete) };
  const together = isCertain ? undefined : buildWorld(certain, { ...shared, doubtful });
  const unread = problemsOf(items.filter((item) => isLookedInto(item) && !isIntent(item))).map(asForeign);
  return [...unread, ...validate(buildWorld(readable, shared), { together })];
}

/** A key that is written twice stops what is made from it; of others' objects one of the two values counts somewhere. */
const asForeign = (found: Diagnostic): Diagnostic => (found.code === 'GI0005' ? { ...found, severity: 'warning' } : found);

export const hasError = (diagnostics: readonly Diagnostic[]): boolean => diagnostics.some(({ severity }) => severity === 'error');
