import type { HostName } from '../../hosts/host-name.ts';
import type { Labels } from '../inventory/labels.ts';
import { lazy, memo } from '../lazy.ts';
import type { DestinationRuleLookup, MergedDestinationRule } from './destination-rule-lookup.ts';
import { type ExportTo, isExportedTo } from './export-to.ts';
import { mergeServices } from './merge-services.ts';
import type { Registry } from './registry.ts';
import type { Service } from './service.ts';

/** What the proxies of one workload see of the registry. */
export interface Scope {
  /** The namespace of the proxies; `''` where it is not known. */
  readonly namespace: string;
  /** Sidecars choose among equal hosts differently from gateways, and speak to some of them differently. */
  readonly proxy: 'gateway' | 'sidecar';
  /** The service of a host, as these proxies see it. */
  service(host: HostName): Service | undefined;
  /** All services that these proxies have a cluster for; those of many namespaces may be thousands. */
  readonly services: readonly Service[];
  /** The DestinationRule that these proxies use for a service. */
  destinationRule(service: Service): MergedDestinationRule | undefined;
}

/** What a gateway sees: every service that is exported to its namespace. Sidecar resources do not apply to gateways. */
export function gatewayScope(known: Registry, rules: DestinationRuleLookup, namespace: string, labels: Labels): Scope {
  const service = memo((host: HostName) => mergeServices(exportedFirst(known.withHost(host), namespace)));
  const services = lazy(() => [...new Set(known.services.map((entry) => entry.host))].map(service).filter((entry) => entry !== undefined));
  return {
    namespace,
    proxy: 'gateway',
    service,
    get services() {
      return services();
    },
    destinationRule: memo((entry: Service) => rules.find({ namespace, labels }, entry.host, entry.namespace)),
  };
}

/** Visible services: those shown to the namespace by name come before public ones. */
export function exportedFirst<Entry extends { readonly exportTo: ExportTo }>(
  entries: readonly Entry[],
  namespace: string,
): readonly Entry[] {
  const visible = entries.filter((entry) => isExportedTo(entry.exportTo, namespace));
  return [...visible.filter((entry) => !entry.exportTo.everywhere), ...visible.filter((entry) => entry.exportTo.everywhere)];
}
