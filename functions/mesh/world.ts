import type { Inventory } from './inventory/inventory.ts';
import type { Namespaces } from './inventory/namespaces.ts';
import type { KubeService, KubeServices } from './inventory/services.ts';
import type { MeshSettings } from './inventory/settings.ts';
import type { Workload, Workloads } from './inventory/workloads.ts';
import type { PeerAuthentications } from './policies/peer-authentication.ts';
import type { Cluster } from './registry/cluster.ts';
import type { DestinationRuleLookup, MergedDestinationRule } from './registry/destination-rule-lookup.ts';
import type { Endpoints } from './registry/endpoints.ts';
import type { Registry } from './registry/registry.ts';
import type { Scope } from './registry/scope.ts';
import type { Service } from './registry/service.ts';

/** What every later stage needs of the earlier ones. */
export interface World {
  readonly objects: Inventory;
  readonly settings: MeshSettings;
  readonly namespaces: Namespaces;
  readonly pods: Workloads;
  readonly services: KubeServices;
  readonly registry: Registry;
  readonly endpoints: Endpoints;
  readonly destinationRules: DestinationRuleLookup;
  /** What gateways that are not Istio's do for a host: BackendTLSPolicies only. */
  backendTls(host: string): MergedDestinationRule | undefined;
  readonly peerAuthentications: PeerAuthentications;
  hostOf(service: KubeService): string;
  /** The Services whose selector the pods of a workload fit. */
  servicesOf(workload: Workload): readonly KubeService[];
  isVisible(service: Service, namespace: string): boolean;
  cluster(scope: Scope, host: string, port: number, subset: string): Cluster;
}
