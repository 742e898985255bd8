import type { Item } from '../../krm/item.ts';
import type { Inventory } from '../inventory/inventory.ts';
import type { Namespaces } from '../inventory/namespaces.ts';
import { asRecord, asText } from '../loose.ts';
import { isSelected } from './allowed-namespaces.ts';

/** Whose listeners a Gateway takes beside its own, as it says in `allowedListeners`. */
export type Taken = 'All' | 'Same' | 'Selector' | 'None';

/** Whether a ListenerSet adds its listeners to a Gateway: it names it, and the Gateway takes those of its namespace. */
export function addsTo(set: Item, gateway: Item, objects: Inventory, spaces: Namespaces): boolean {
  const ref = asRecord(asRecord(set.object.spec).parentRef);
  const namespace = asText(ref.namespace) || objects.namespaceOf(set);
  if (asText(ref.name) !== gateway.id.name || namespace !== objects.namespaceOf(gateway)) return false;
  return refusal(set, gateway, objects, spaces) === undefined;
}

/** What a Gateway takes instead of the listeners of a set; `undefined` where it takes them, or may: labels of namespaces are not always in the files. */
export function refusal(set: Item, gateway: Item, objects: Inventory, spaces: Namespaces): Taken | undefined {
  const taken = asRecord(asRecord(asRecord(gateway.object.spec).allowedListeners).namespaces);
  const own = objects.namespaceOf(set);
  switch (asText(taken.from)) {
    case 'All':
      return undefined;
    case 'Same':
      return own === objects.namespaceOf(gateway) ? undefined : 'Same';
    case 'Selector': {
      const known = spaces.find(own);
      return known === undefined || isSelected(asRecord(taken.selector), known.labels) ? undefined : 'Selector';
    }
    default:
      return 'None';
  }
}
