import type { Item } from '../../krm/item.ts';
import type { Inventory } from '../inventory/inventory.ts';
import { asRecord, asText } from '../loose.ts';
import type { Scope } from './attached-policies.ts';
import { group } from './implementation.ts';

/** A listener, its Gateway or ListenerSet, and the Gateway of a ListenerSet: the nearest first. */
export function listenerScopes(objects: Inventory, owner: Item, section: string): readonly Scope[] {
  const own = [{ item: owner, section }, whole(owner)];
  if (owner.id.kind !== 'ListenerSet') return own;
  const ref = asRecord(asRecord(owner.object.spec).parentRef);
  const gateway = objects.find(group, 'Gateway', asText(ref.namespace) || objects.namespaceOf(owner), asText(ref.name));
  return gateway ? [...own, whole(gateway)] : own;
}

/** A rule of a route by its name, and the route. */
export function routeScopes(route: Item, rule: string): readonly Scope[] {
  return rule === '' ? [whole(route)] : [{ item: route, section: rule }, whole(route)];
}

const whole = (item: Item): Scope => ({ item, section: '' });
