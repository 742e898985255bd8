import type { Item } from '../krm/item.ts';
import type { PolicyIndex } from './gateway-api/attached-policies.ts';
import type { Attachment } from './gateway-api/parent.ts';
import type { GatewayApiRoutes } from './gateway-api/routes.ts';
import type { Inventory } from './inventory/inventory.ts';
import type { Namespaces } from './inventory/namespaces.ts';
import type { KubeService } from './inventory/services.ts';
import type { MeshSettings } from './inventory/settings.ts';
import type { Workload } from './inventory/workloads.ts';
import type { Gateway } from './listeners/gateway.ts';
import type { GatewayProxy } from './listeners/gateway-proxy.ts';
import type { OpenshiftRoute } from './listeners/openshift-routes.ts';
import type { SidecarIndex } from './outbound/sidecar-index.ts';
import type { SidecarProxy } from './outbound/sidecar-proxy.ts';
import type { AuthorizationPolicy } from './policies/authorization-policy.ts';
import type { PeerAuthentications } from './policies/peer-authentication.ts';
import type { RequestAuthentication } from './policies/request-authentication.ts';
import type { DestinationRuleLookup } from './registry/destination-rule-lookup.ts';
import type { Endpoints } from './registry/endpoints.ts';
import type { Registry } from './registry/registry.ts';
import type { VirtualServices } from './routes/virtual-service-index.ts';
import type { World } from './world.ts';

/** What the proxies of a mesh do with a set of objects. Built once by `buildMesh`, then only read. */
export interface Mesh {
  readonly items: readonly Item[];
  readonly settings: MeshSettings;
  readonly objects: Inventory;
  readonly namespaces: Namespaces;
  /** Pod templates of the files, pods that operators make of objects of the files, and stand-ins for gateways of other packages. */
  readonly workloads: readonly Workload[];
  /** Services of the files, and those that operators make. */
  readonly kubeServices: readonly KubeService[];
  /** The hosts that routes may name as destinations. */
  readonly registry: Registry;
  readonly endpoints: Endpoints;
  readonly destinationRules: DestinationRuleLookup;
  readonly peerAuthentications: PeerAuthentications;
  readonly authorizationPolicies: Policies<AuthorizationPolicy>;
  readonly requestAuthentications: Policies<RequestAuthentication>;
  /** Policies of Envoy Gateway. */
  readonly envoyPolicies: PolicyIndex;
  /** Everything that asks gateways to listen. */
  readonly gateways: readonly Gateway[];
  /** Which listeners the routes of the Gateway API attach to, and which of those that they name refuse them. */
  readonly routeAttachments: readonly Attachment[];
  /** Routes of the Gateway API that are void as a whole. */
  readonly brokenRoutes: GatewayApiRoutes['broken'];
  readonly virtualServices: VirtualServices;
  readonly gatewayProxies: readonly GatewayProxy[];
  readonly openshiftRoutes: readonly OpenshiftRoute[];
  gatewayProxyOf(workload: Workload): GatewayProxy | undefined;
  readonly sidecars: SidecarIndex;
  /** What the sidecars of a workload do. It need not have any: then it tells what they would do. */
  sidecarProxyOf(workload: Workload): SidecarProxy;
  readonly world: World;
}

/** Policies of one kind. */
export interface Policies<Policy> {
  readonly all: readonly Policy[];
  /** Those that hold for the pods of a workload. */
  of(workload: Workload): readonly Policy[];
}
