import type { HostName } from '../../hosts/host-name.ts';
import { groupBy } from '../../krm/group-by.ts';
import { byAge } from '../age.ts';
import { few, fewOrAll, lazy } from '../lazy.ts';
import { isExportedTo } from '../registry/export-to.ts';
import type { VirtualService } from './virtual-services.ts';
import type { WrittenVirtualServices } from './written-virtual-services.ts';

/** VirtualServices by the gateway that they bind to. */
export interface VirtualServiceIndex {
  readonly all: readonly VirtualService[];
  /** Those that proxies of a namespace may see, in the order in which their routes count: shown by name, then public; the oldest first. */
  forGateway(gateway: string, namespace: string): readonly VirtualService[];
  /** Those bound to `mesh` that sidecars of a namespace may see, in the order in which they count. */
  forSidecars(namespace: string): readonly VirtualService[];
  /** All that bind to a gateway (`namespace/name` or `mesh`), whoever may see them. */
  boundTo(gateway: string): readonly VirtualService[];
}

/** All VirtualServices, of which only those are read that are asked for. */
export interface VirtualServices extends VirtualServiceIndex {
  /**
   * Of those that have a host which covers one of some names all, and of the others some: nobody need read the others to know what becomes of a request for
   * it. `undefined` for who asks often: an index of all of them takes less.
   */
  covering(names: readonly HostName[]): VirtualServiceIndex | undefined;
  /** Whether `covering` would still answer. */
  readonly isSeldomAsked: boolean;
  /** All that have rules for connections, and others. */
  readonly ofConnections: VirtualServiceIndex;
  /** All that hold for some pods only, and others. */
  readonly ofSomePods: VirtualServiceIndex;
  /** All that send requests to a host, and others; `undefined` for who asks often. */
  leadingTo(host: HostName): VirtualServiceIndex | undefined;
  /** Those that proxies of a namespace may see at a gateway, one by one and in no order. */
  anyForGateway(gateway: string, namespace: string): Iterable<VirtualService>;
}

/** What comes of the routes of the Gateway API. */
export interface MadeVirtualServices {
  readonly all: readonly VirtualService[];
  /** All that have a host which covers one of some names, and others. */
  covering(names: readonly HostName[]): readonly VirtualService[];
}

export function virtualServices(written: WrittenVirtualServices, made: MadeVirtualServices): VirtualServices {
  const indexOf = (list: () => readonly VirtualService[]) => virtualServiceIndex(() => [...list(), ...made.all]);
  const index = indexOf(() => written.all);
  const covering = few((key: string) => {
    const names = key.split(' ');
    return virtualServiceIndex(() => [...written.covering(names), ...made.covering(names)]);
  });
  const leadingTo = few((host: HostName) => indexOf(() => written.leadingTo(host)));
  const likelyFor = fewOrAll(
    (gateway: string): (() => Iterable<VirtualService>) =>
      function* likely() {
        yield* made.all;
        yield* written.mentioning(gateway.slice(gateway.indexOf('/') + 1));
      },
    (gateway) => () => index.boundTo(gateway),
  );
  return {
    get all() {
      return index.all;
    },
    boundTo: index.boundTo,
    forGateway: index.forGateway,
    forSidecars: index.forSidecars,
    covering: (names) => covering.find(names.join(' ')),
    get isSeldomAsked() {
      return covering.isOpen;
    },
    ofConnections: indexOf(() => written.withKeys(['tls', 'tcp'])),
    ofSomePods: indexOf(() => written.withKeys(['sourceLabels'])),
    leadingTo: leadingTo.find,
    *anyForGateway(gateway, namespace) {
      for (const one of likelyFor(gateway)()) if (one.gateways.includes(gateway) && isExportedTo(one.exportTo, namespace)) yield one;
    },
  };
}

function virtualServiceIndex(list: () => readonly VirtualService[]): VirtualServiceIndex {
  const all = lazy(() => list().toSorted((a, b) => byAge(a.age, b.age)));
  const byGateway = lazy(() =>
    groupBy(
      all().flatMap((virtualService) => [...new Set(virtualService.gateways)].map((gateway) => ({ gateway, virtualService }))),
      (entry) => entry.gateway,
    ),
  );
  const boundTo = (gateway: string) => (byGateway().get(gateway) ?? []).map((entry) => entry.virtualService);
  const visible = (gateway: string, namespace: string) =>
    boundTo(gateway).filter((virtualService) => isExportedTo(virtualService.exportTo, namespace));
  return {
    get all() {
      return all();
    },
    boundTo,
    forGateway(gateway, namespace) {
      const rank = (entry: VirtualService) =>
        2 * shownRank(entry, namespace) + (entry.exportTo.everywhere ? routeRank(entry, namespace) : 0);
      return visible(gateway, namespace).sort((a, b) => rank(a) - rank(b));
    },
    forSidecars(namespace) {
      const rank = (entry: VirtualService) => 2 * shownRank(entry, namespace) + routeRank(entry, namespace);
      return visible('mesh', namespace).sort((a, b) => rank(a) - rank(b));
    },
  };
}

/** What is shown to its own namespace only, then what is shown to namespaces by name, then what is public. */
function shownRank({ exportTo, namespace }: VirtualService, viewer: string): number {
  if (exportTo.everywhere) return 2;
  return namespace === viewer ? 0 : 1;
}

/** Gateway API routes of the proxy's own namespace come before other rules. */
function routeRank({ semantics, namespace }: VirtualService, viewer: string): number {
  return semantics === 'gateway-api' && namespace === viewer ? 0 : 1;
}
