import type { Item } from '../../krm/item.ts';
import type { Inventory } from '../inventory/inventory.ts';
import { asList, asRecord, asText, isSet, type Loose } from '../loose.ts';

/** A SecurityPolicy of Envoy Gateway. */
export interface SecurityPolicy {
  readonly item: Item;
  readonly namespace: string;
  readonly spec: Loose;
  readonly targets: readonly { readonly kind: string; readonly name: string; readonly section: string }[];
}

export function securityPolicies(objects: Inventory): readonly SecurityPolicy[] {
  return objects.ofKind('gateway.envoyproxy.io', 'SecurityPolicy').map((item) => {
    const spec = asRecord(item.object.spec);
    const refs = isSet(spec.targetRef) ? [spec.targetRef, ...asList(spec.targetRefs)] : asList(spec.targetRefs);
    const targets = refs.map(asRecord).map((ref) => ({ kind: asText(ref.kind), name: asText(ref.name), section: asText(ref.sectionName) }));
    return { item, namespace: objects.namespaceOf(item), spec, targets };
  });
}

/** The policy that holds for a route at a listener: that of the route, else of the listener, else of the Gateway; they are not merged. */
export function policyFor(all: readonly SecurityPolicy[], route: Item, gateway: Item, section: string): SecurityPolicy | undefined {
  const find = (item: Item, wanted: string) =>
    all.find(
      ({ namespace, targets }) =>
        namespace === (item.id.namespace ?? 'default') &&
        targets.some((target) => target.kind === item.id.kind && target.name === item.id.name && target.section === wanted),
    );
  return find(route, '') ?? find(gateway, section) ?? find(gateway, '');
}
