import type { HostName } from '../../hosts/host-name.ts';
import type { Age } from '../age.ts';
import type { Field } from '../field.ts';
import type { Labels } from '../inventory/labels.ts';
import type { Protocol } from '../inventory/protocol.ts';
import type { KubeService } from '../inventory/services.ts';
import type { ExportTo } from './export-to.ts';
import type { ServiceEntryEndpoint } from './service-entries.ts';

/** How a proxy finds the endpoints: as `resolution` of ServiceEntries; `alias` is an ExternalName Service. */
export type Resolution = 'STATIC' | 'DNS' | 'DNS_ROUND_ROBIN' | 'NONE' | 'DYNAMIC_DNS' | 'alias';

/** One host of Istio's service registry: a Kubernetes Service, or one host of a ServiceEntry. */
export interface Service {
  readonly host: HostName;
  /** Its namespace: the one whose DestinationRules it brings along, and which `exportTo: [.]` means. */
  readonly namespace: string;
  readonly registry: 'kubernetes' | 'external';
  readonly ports: readonly ServicePort[];
  readonly resolution: Resolution;
  /** Outside of the mesh: no mTLS by itself. */
  readonly meshExternal: boolean;
  /** Where sidecars listen for it: an address or CIDR, `cluster-ip:namespace/name` where Kubernetes assigns it, `0.0.0.0` for none. */
  readonly address: string;
  /** What istiod allocates to a ServiceEntry without addresses, for proxies that capture DNS: `auto:…` where it has not done so yet. */
  readonly autoAddress: string | undefined;
  readonly exportTo: ExportTo;
  /** Labels of the pods behind it; `undefined` where endpoints are written out. */
  readonly selector: Labels | undefined;
  readonly labels: Labels;
  /** Where it is written: the Service, or the host of the ServiceEntry. */
  readonly field: Field;
  readonly kubeService: KubeService | undefined;
  /** Of a ServiceEntry. */
  readonly endpoints: readonly ServiceEntryEndpoint[];
  readonly subjectAltNames: readonly string[];
  /** The host that an ExternalName Service stands for. */
  readonly externalName: HostName | undefined;
  readonly age: Age;
}

export interface ServicePort {
  readonly name: string;
  readonly port: number;
  readonly protocol: Protocol;
  readonly targetPort: number | string;
  readonly field: Field;
}

export function portOf(service: Service, port: number): ServicePort | undefined {
  return service.ports.find((entry) => entry.port === port);
}
