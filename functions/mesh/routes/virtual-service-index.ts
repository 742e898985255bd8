import { byAge } from '../age.ts';
import { groupBy } from '../group-by.ts';
import { isExportedTo } from '../registry/export-to.ts';
import type { VirtualService } from './virtual-services.ts';

/** VirtualServices by the gateway that they bind to. */
export interface VirtualServiceIndex {
  readonly all: readonly VirtualService[];
  /** Those that proxies of a namespace may see, in the order in which their routes count: shown by name, then public; the oldest first. */
  forGateway(gateway: string, namespace: string): readonly VirtualService[];
  /** All that bind to a gateway (`namespace/name` or `mesh`), whoever may see them. */
  boundTo(gateway: string): readonly VirtualService[];
}

export function virtualServiceIndex(virtualServices: readonly VirtualService[]): VirtualServiceIndex {
  const all = [...virtualServices].sort((a, b) => byAge(a.age, b.age));
  const byGateway = groupBy(
    all.flatMap((virtualService) => [...new Set(virtualService.gateways)].map((gateway) => ({ gateway, virtualService }))),
    (entry) => entry.gateway,
  );
  const boundTo = (gateway: string) => (byGateway.get(gateway) ?? []).map((entry) => entry.virtualService);
  return {
    all,
    boundTo,
    forGateway(gateway, namespace) {
      const visible = boundTo(gateway).filter((virtualService) => isExportedTo(virtualService.exportTo, namespace));
      const rank = (virtualService: VirtualService) => {
        const own = virtualService.namespace === namespace;
        if (!virtualService.exportTo.everywhere) return own ? 0 : 1;
        return own && virtualService.semantics === 'gateway-api' ? 2 : 3;
      };
      return visible.sort((a, b) => rank(a) - rank(b));
    },
  };
}
