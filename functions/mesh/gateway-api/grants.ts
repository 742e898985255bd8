import type { Item } from '../../krm/item.ts';
import type { Inventory } from '../inventory/inventory.ts';
import { lazy } from '../lazy.ts';
import { asList, asRecord, asText } from '../loose.ts';
import { group } from './implementation.ts';

/** ReferenceGrants by the namespace in which they lie: that of what they give away. */
export interface Grants {
  readonly entries: readonly Grant[];
}

interface Grant {
  readonly namespace: string;
  readonly from: readonly { readonly kind: string; readonly namespace: string }[];
  readonly to: readonly { readonly group: string; readonly kind: string; readonly name: string }[];
}

export function readGrants(objects: Inventory): Grants {
  const entries = lazy(() => objects.ofKind(group, 'ReferenceGrant').map((item) => grantOf(item, objects.namespaceOf(item))));
  return {
    get entries() {
      return entries();
    },
  };
}

function grantOf(item: Item, namespace: string): Grant {
  const spec = asRecord(item.object.spec);
  return {
    namespace,
    from: asList(spec.from)
      .map(asRecord)
      .map((entry) => ({ kind: asText(entry.kind), namespace: asText(entry.namespace) })),
    to: asList(spec.to)
      .map(asRecord)
      .map((entry) => ({ group: asText(entry.group), kind: asText(entry.kind), name: asText(entry.name) })),
  };
}

/** Whether an object of a namespace may refer to one of another namespace. */
export function allows(
  { entries }: Grants,
  from: { readonly kind: string; readonly namespace: string },
  to: { readonly group: string; readonly kind: string; readonly namespace: string; readonly name: string },
): boolean {
  return entries.some(
    (grant) =>
      grant.namespace === to.namespace &&
      grant.from.some((entry) => entry.kind === from.kind && entry.namespace === from.namespace) &&
      grant.to.some((entry) => entry.group === to.group && entry.kind === to.kind && (entry.name === '' || entry.name === to.name)),
  );
}
