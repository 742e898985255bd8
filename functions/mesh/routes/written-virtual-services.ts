import type { HostName } from '../../hosts/host-name.ts';
import type { Item } from '../../krm/item.ts';
import type { Inventory } from '../inventory/inventory.ts';
import { mentionsAny, mentionsHostOf, shortest } from '../inventory/mentions.ts';
import type { MeshSettings } from '../inventory/settings.ts';
import { lazy, memo } from '../lazy.ts';
import { withDelegates } from './delegates.ts';
import { readVirtualService, type VirtualService } from './virtual-services.ts';

/** The VirtualServices of the files, with the rules of their delegates. Those that nobody asks for are not even read. */
export interface WrittenVirtualServices {
  readonly all: readonly VirtualService[];
  /** All that may have a host which covers one of some names, and others. */
  covering(names: readonly HostName[]): readonly VirtualService[];
  /** All that may have one at least of some keys. */
  withKeys(keys: readonly string[]): readonly VirtualService[];
  /** All that may send requests to a host, themselves or by a delegate. */
  leadingTo(host: HostName): readonly VirtualService[];
  /** All that may bind to a Gateway of a name, and others, one by one. */
  mentioning(gateway: string): Iterable<VirtualService>;
}

const kind = ['networking.istio.io', 'VirtualService'] as const;

/** What delegates say counts as if their root said it. */
const delegateKey = 'delegate';

export function writtenVirtualServices(objects: Inventory, settings: MeshSettings): WrittenVirtualServices {
  const domain = settings.clusterDomain.value;
  const read = memo((item: Item) => readVirtualService(item, objects.namespaceOf(item), domain, settings.defaultExportTo.virtualService));
  const delegate = memo((key: string) =>
    objects
      .identified(...kind, (id) => `${objects.namespaceIn(id)}/${id.name}` === key)
      .map(read)
      .findLast(({ hosts }) => hosts.length === 0),
  );
  const whole = memo((root: VirtualService) => withDelegates(root, (namespace, name) => delegate(`${namespace}/${name}`)));
  const roots = (items: readonly Item[]) =>
    items
      .map(read)
      .filter(({ hosts }) => hosts.length > 0)
      .map(whole);
  const all = lazy(() => roots(objects.ofKind(...kind)));
  return {
    get all() {
      return all();
    },
    covering: (names) => roots([...objects.mentioning(...kind, mentionsHostOf(names, domain))]),
    withKeys: (keys) => roots([...objects.mentioning(...kind, mentionsAny([...keys, delegateKey]))]),
    leadingTo: (host) => roots([...objects.mentioning(...kind, mentionsAny([shortest(host, domain), delegateKey]))]),
    *mentioning(gateway) {
      for (const item of objects.mentioning(...kind, mentionsAny([gateway]))) yield* roots([item]);
    },
  };
}
