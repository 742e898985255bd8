import type { Item } from '../../krm/item.ts';
import { type Age, ageIsKnown, ageOf, byAge } from '../age.ts';
import type { Inventory } from '../inventory/inventory.ts';
import type { Namespaces } from '../inventory/namespaces.ts';
import { memo } from '../lazy.ts';
import { asLabels, asList, asRecord, asText, isSet, type Loose } from '../loose.ts';
import type { Dependence } from '../truth.ts';
import { isSelected } from './allowed-namespaces.ts';
import { allows, type Grants } from './grants.ts';
import { group } from './implementation.ts';

/** A policy of Envoy Gateway, and what it is for. */
export interface AttachedPolicy {
  readonly item: Item;
  readonly namespace: string;
  readonly spec: Loose;
  readonly age: Age;
  readonly targets: readonly { readonly kind: string; readonly name: string; readonly section: string }[];
  /** Labels of objects that it is for. */
  readonly selectors: readonly Loose[];
}

/** An object, or a part of it by name: a listener, or a rule of a route. */
export interface Scope {
  readonly item: Item;
  readonly section: string;
}

/** What selectors of targets are judged with. */
export interface TargetWorld {
  readonly objects: Inventory;
  readonly namespaces: Namespaces;
  readonly grants: Grants;
}

/** Policies by what they are for. */
export interface PolicyIndex {
  /** The policy of the first scope that has one: the nearest counts, and not those behind it. */
  nearest(kind: string, scopes: readonly Scope[]): Attached | undefined;
}

export interface Attached {
  readonly policy: AttachedPolicy;
  readonly scope: Scope;
  /** Others for the same scope, of which nobody knows whether they are older. */
  readonly dependsOn: readonly Dependence[];
}

export function policyIndex(world: TargetWorld): PolicyIndex {
  const ofKind = memo((kind: string) => attachedPolicies(world.objects, kind));
  return {
    nearest(kind, scopes) {
      for (const scope of scopes) {
        const [policy, rival] = ofKind(kind).filter((one) => isFor(one, scope, world));
        if (policy)
          return { policy, scope, dependsOn: rival && !ageIsKnown(policy.age, rival.age) ? [byAgeOnly(policy, rival, scope)] : [] };
      }
      return undefined;
    },
  };
}

/** The oldest first: of several for one target it is the oldest that counts. */
function attachedPolicies(objects: Inventory, kind: string): readonly AttachedPolicy[] {
  const all = objects.ofKind('gateway.envoyproxy.io', kind).map((item): AttachedPolicy => {
    const namespace = objects.namespaceOf(item);
    const spec = withDefaults(asRecord(item.object.spec));
    const refs = isSet(spec.targetRef) ? [spec.targetRef] : asList(spec.targetRefs);
    const targets = refs.map(asRecord).map((ref) => ({ kind: asText(ref.kind), name: asText(ref.name), section: asText(ref.sectionName) }));
    return { item, namespace, spec, age: ageOf(item, namespace), targets, selectors: asList(spec.targetSelectors).map(asRecord) };
  });
  return all.sort((a, b) => byAge(a.age, b.age));
}

const most = 1024;
const defaults: Readonly<Record<string, Loose>> = {
  retry: { numRetries: 2 },
  circuitBreaker: { maxConnections: most, maxPendingRequests: most, maxParallelRequests: most, maxParallelRetries: most },
};

/** What the API server fills in, before policies are merged. */
function withDefaults(spec: Loose): Loose {
  const filled = Object.entries(defaults).filter(([field]) => isSet(spec[field]));
  return filled.length === 0
    ? spec
    : { ...spec, ...Object.fromEntries(filled.map(([field, own]) => [field, { ...own, ...asRecord(spec[field]) }])) };
}

function byAgeOnly(policy: AttachedPolicy, rival: AttachedPolicy, { item }: Scope): Dependence {
  const because = `${policy.item.id.kind} "${keyOf(policy)}" counts before "${keyOf(rival)}" only where it is older: both are for ${item.id.kind} "${item.id.name}"`;
  return { on: 'order', because, items: [policy.item, rival.item] };
}

const keyOf = ({ namespace, item }: AttachedPolicy): string => `${namespace}/${item.id.name}`;

function isFor({ item: policy, namespace, targets, selectors }: AttachedPolicy, { item, section }: Scope, world: TargetWorld): boolean {
  const { kind, name } = item.id;
  const owner = world.objects.namespaceOf(item);
  if (owner === namespace && targets.some((target) => target.kind === kind && target.name === name && target.section === section))
    return true;
  return section === '' && selectors.some((selector) => selects(selector, policy, namespace, item, owner, world));
}

/** Labels alone, in the policy's own namespace, or in others that let it with a ReferenceGrant. */
function selects(
  selector: Loose,
  policy: Item,
  namespace: string,
  item: Item,
  owner: string,
  { namespaces, grants }: TargetWorld,
): boolean {
  const { kind, name } = item.id;
  if (asText(selector.kind) !== kind || !isSelected(selector, asLabels(item.object.metadata.labels))) return false;
  if (owner === namespace) return true;
  const allowed = asRecord(selector.namespaces);
  const isMeant =
    allowed.from === 'All' || (allowed.from === 'Selector' && isSelected(asRecord(allowed.selector), labelsOf(owner, namespaces)));
  return isMeant && allows(grants, { kind: policy.id.kind, namespace }, { group, kind, namespace: owner, name });
}

function labelsOf(name: string, namespaces: Namespaces) {
  return namespaces.find(name)?.labels ?? { 'kubernetes.io/metadata.name': name };
}
