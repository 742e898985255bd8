import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { Made } from '../../expand/made.ts';
import type { Expansion, Prerequisite } from '../../expand/stage.ts';
import type { Model } from '../../intent/model.ts';
import type { Item } from '../../krm/item.ts';
import { identity } from '../../krm/kube-object.ts';
import { jsonMerge } from '../merge/json-merge.ts';
import { objectByHand, settingByHand } from './by-hand.ts';
import { disagreements } from './disagreements.ts';
import { homesOf } from './homes.ts';
import { isForeign, namespaceNeeds, shutNamespaces, withoutTwins, writtenNamespaces } from './namespaces.ts';
import { type Settled, settle } from './settle.ts';
import { wrongFacts } from './wrong-facts.ts';

export interface PackagePatch {
  /** The items of the package, some of them with changes in their text. */
  readonly items: readonly Item[];
  /** What was made, without namespaces that somebody has written already. */
  readonly made: readonly Made[];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Changes to objects that no intent owns: what the intents need of the mesh's resource, of namespaces, Services and GatewayClasses is made where the object is in
 * the package, in its text, and told to the user otherwise. What contradicts an intent is an error.
 */
export function patchPackage(items: readonly Item[], { made, prerequisites }: Expansion, model: Model): PackagePatch {
  const written = writtenNamespaces(items);
  const kept = withoutTwins(made, items);
  const before = [...shutNamespaces(model, made, written), ...wrongFacts(items, model)];
  let stage: PackagePatch = { items, made: kept, diagnostics: before };
  for (const need of namespaceNeeds(made, written))
    stage = after(stage, settle(stage.items, { ...need, item: current(stage.items, need.item) }));
  const { agreed, diagnostics } = disagreements(distinct(prerequisites));
  stage = { ...stage, diagnostics: [...stage.diagnostics, ...diagnostics] };
  for (const need of agreed) stage = meet(stage, need, model);
  return stage;
}

/** The item as it is after earlier changes. */
const current = (items: readonly Item[], item: Item): Item => items.find(({ id }) => identity(id) === identity(item.id)) ?? item;

const after = (stage: PackagePatch, { items, diagnostics }: Settled): PackagePatch => ({
  ...stage,
  items,
  diagnostics: [...stage.diagnostics, ...diagnostics],
});

/** The same need of several fields is one need. */
function distinct(prerequisites: readonly Prerequisite[]): Prerequisite[] {
  const plain = prerequisites.map((need) => ({ ...need, patch: JSON.parse(JSON.stringify(need.patch)) as object }));
  return [...new Map(plain.map((need) => [JSON.stringify([need.kind, need.patch]), need] as const).reverse()).values()].reverse();
}

function meet(stage: PackagePatch, need: Prerequisite, model: Model): PackagePatch {
  const { kind } = need;
  return kind.target === 'object' ? meetObject(stage, need, kind) : meetSetting(stage, need, kind.target, model);
}

type ObjectKind = Extract<Prerequisite['kind'], { readonly target: 'object' }>;
type Setting = Exclude<Prerequisite['kind']['target'], 'object'>;

/** Policies and namespaces are asked for by name, so what stands there may be changed. */
const isAsked = ({ origin: { path } }: Prerequisite): boolean => path[1] === 'policies' || path[1] === 'namespaces';

function meetObject(stage: PackagePatch, need: Prerequisite, kind: ObjectKind): PackagePatch {
  const key = identity(kind);
  const own = stage.made.find(({ object }) => identity({ ...object.metadata, apiVersion: object.apiVersion, kind: object.kind }) === key);
  if (own !== undefined) {
    const object = jsonMerge(own.object, need.patch) as Made['object'];
    return { ...stage, made: stage.made.map((one) => (one === own ? { ...one, object } : one)) };
  }
  const item = stage.items.find((candidate) => identity(candidate.id) === key && isForeign(candidate));
  const settled = item && settle(stage.items, { ...need, item, patch: need.patch as Record<string, unknown>, overrides: isAsked(need) });
  return settled === undefined || settled.isOpen ? told(stage, objectByHand(need, kind)) : after(stage, settled);
}

function meetSetting(stage: PackagePatch, need: Prerequisite, setting: Setting, model: Model): PackagePatch {
  const candidates = homesOf(stage.items, setting, model.facts);
  const [only, ...others] = candidates;
  const patch = others.length === 0 ? only?.home.patchOf(setting, need.patch as Record<string, unknown>) : undefined;
  if (only === undefined || patch === undefined) return told(stage, settingByHand(need, setting, model, candidates));
  const { home, item } = only;
  // What is wanted of templates and providers stands under names that only we give.
  const settled = settle(stage.items, {
    ...need,
    item,
    patch,
    textField: home.textField,
    overrides: isAsked(need) || setting === 'istioValues',
  });
  return settled.isOpen ? told(stage, settingByHand(need, setting, model, candidates)) : after(stage, settled);
}

const told = (stage: PackagePatch, diagnostic: Diagnostic): PackagePatch => ({ ...stage, diagnostics: [...stage.diagnostics, diagnostic] });
