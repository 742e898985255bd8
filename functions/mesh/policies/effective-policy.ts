import { isMap } from '../../krm/is-map.ts';
import type { Item } from '../../krm/item.ts';
import type { Field } from '../field.ts';
import type { Attached, PolicyIndex, Scope } from '../gateway-api/attached-policies.ts';
import { listenerScopes, routeScopes } from '../gateway-api/policy-scopes.ts';
import type { Inventory } from '../inventory/inventory.ts';
import type { Server } from '../listeners/gateway.ts';
import { asRecord, isSet, type Loose } from '../loose.ts';
import type { Dependence } from '../truth.ts';

/** What a policy of Envoy Gateway comes to where it holds. */
export interface EffectivePolicy {
  readonly item: Item;
  readonly spec: Loose;
  /** Where a field is written: in the policy, or in the one that it is merged with. */
  readonly fieldOf: (...path: readonly string[]) => Field;
  readonly dependsOn: readonly Dependence[];
}

/** Where policies are looked for. */
interface PolicyWorld {
  readonly objects: Inventory;
  readonly envoyPolicies: PolicyIndex;
}

/** The policy for a rule of a route at a listener: that of the rule, the route, the listener, or its Gateway. With `mergeType` a route's is laid over that of the listener. */
export function policyForRoute(world: PolicyWorld, kind: string, route: Item, rule: string, server: Server): EffectivePolicy | undefined {
  const behind = listenerScopes(world.objects, server.gateway.item, server.name);
  const found = find(world, kind, [...routeScopes(route, rule), ...behind]);
  if (found === undefined) return undefined;
  const parent = isSet(found.policy.spec.mergeType) ? find(world, kind, behind) : undefined;
  return parent === undefined ? effective(found) : merged(found, parent);
}

/** The policy for the connections of a listener. */
export function policyForListener(world: PolicyWorld, kind: string, server: Server): EffectivePolicy | undefined {
  const found = find(world, kind, listenerScopes(world.objects, server.gateway.item, server.name));
  return found && effective(found);
}

const find = ({ envoyPolicies }: PolicyWorld, kind: string, scopes: readonly Scope[]) => envoyPolicies.nearest(kind, scopes);

function effective({ policy: { item, spec }, dependsOn }: Attached): EffectivePolicy {
  return { item, spec, fieldOf: (...path) => ({ item, path: ['spec', ...path] }), dependsOn };
}

function merged(own: Attached, parent: Attached): EffectivePolicy {
  const { item, spec } = own.policy;
  const isOwn = (path: readonly string[]): boolean => isSet(path.reduce<unknown>((value, key) => asRecord(value)[key], spec));
  return {
    item,
    spec: laidOver(parent.policy.spec, spec),
    fieldOf: (...path) => ({ item: isOwn(path) ? item : parent.policy.item, path: ['spec', ...path] }),
    dependsOn: [...own.dependsOn, ...parent.dependsOn],
  };
}

/** Maps are merged, and everything else replaced. */
function laidOver(below: Loose, above: Loose): Loose {
  const entries = Object.entries(above).map(([key, value]) => {
    const under = below[key];
    return [key, isMap(value) && isMap(under) ? laidOver(under, value) : value];
  });
  return { ...below, ...Object.fromEntries(entries) };
}
