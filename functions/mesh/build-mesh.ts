import type { Item } from '../krm/item.ts';
import { type Age, byAge } from './age.ts';
import { buildWorld } from './build-world.ts';
import { policyIndex } from './gateway-api/attached-policies.ts';
import { gatewayApiGateways } from './gateway-api/gateways.ts';
import { readGrants } from './gateway-api/grants.ts';
import { gatewayApiRoutes } from './gateway-api/routes.ts';
import { type Inventory, inventory } from './inventory/inventory.ts';
import { type MayHold, mentionsRouteTo } from './inventory/mentions.ts';
import { namespaces } from './inventory/namespaces.ts';
import { operatorGateways } from './inventory/operator-gateways.ts';
import { ordered } from './inventory/ordered.ts';
import { kubeServices } from './inventory/services.ts';
import { type MeshOptions, type MeshSettings, meshSettings } from './inventory/settings.ts';
import { workloads } from './inventory/workloads.ts';
import { lazy } from './lazy.ts';
import { gatewayProxies } from './listeners/gateway-proxies.ts';
import { openshiftRoutes } from './listeners/openshift-routes.ts';
import { pods } from './listeners/pods.ts';
import { readGateway } from './listeners/read-gateway.ts';
import type { Mesh, Policies } from './mesh.ts';
import { sidecarIndex } from './outbound/sidecar-index.ts';
import { sidecarProxies } from './outbound/sidecar-proxies.ts';
import { type Attachment, attachedTo } from './policies/attachment.ts';
import { readAuthorizationPolicy } from './policies/authorization-policy.ts';
import { readRequestAuthentication } from './policies/request-authentication.ts';
import { virtualServices } from './routes/virtual-service-index.ts';
import { writtenVirtualServices } from './routes/written-virtual-services.ts';

/**
 * The model of a set of objects. Time and memory are linear in their number, and most of both is spent when it is asked for: objects that do not matter to a
 * question are not read, and proxies are worked out one by one.
 */
export function buildMesh(items: readonly Item[], options: MeshOptions = {}): Mesh {
  const objects = inventory(items, options.defaultNamespace ?? 'default');
  const settings = meshSettings(objects, options);
  const spaces = namespaces(objects, settings.complete);
  const grants = readGrants(objects);
  const envoyPolicies = policyIndex({ objects, namespaces: spaces, grants });
  const api = lazy(() => gatewayApiGateways({ objects, spaces, settings, grants, envoyPolicies }));
  const made = lazy(() => [operatorGateways(objects), api().made]);
  const services = kubeServices(objects, () => made().flatMap((one) => one.services), settings.clusterDomain.value);
  const gateways = lazy(() => [
    ...objects.ofKind('networking.istio.io', 'Gateway').map((item) => readGateway(item, objects.namespaceOf(item))),
    ...api().gateways,
  ]);
  const known = workloads(objects, spaces, () => made().flatMap((one) => one.workloads));
  const all = settings.complete ? known : pods(known, gateways, services);
  const world = buildWorld({ objects, settings, namespaces: spaces, pods: all, services });
  const routesOf = (test?: MayHold) => gatewayApiRoutes(api().parents, { objects, settings, grants, namespaces: spaces }, test);
  const routes = lazy(() => routesOf());
  const rules = virtualServices(writtenVirtualServices(objects, settings), {
    get all() {
      return routes().virtualServices;
    },
    covering: (names) => routesOf(mentionsRouteTo(names, settings.clusterDomain.value)).virtualServices,
  });
  const proxies = lazy(() => gatewayProxies(world, gateways(), rules));
  const byWorkload = lazy(() => new Map(proxies().map((proxy) => [proxy.workload, proxy])));
  const sidecars = sidecarIndex(objects, settings.rootNamespace.value);
  const toRouter = lazy(() => openshiftRoutes(objects));
  return {
    items,
    settings,
    objects,
    namespaces: spaces,
    get workloads() {
      return all.all;
    },
    get kubeServices() {
      return services.all;
    },
    registry: world.registry,
    endpoints: world.endpoints,
    destinationRules: world.destinationRules,
    peerAuthentications: world.peerAuthentications,
    authorizationPolicies: policies(objects, settings, 'AuthorizationPolicy', readAuthorizationPolicy),
    envoyPolicies,
    requestAuthentications: policies(objects, settings, 'RequestAuthentication', readRequestAuthentication),
    get gateways() {
      return gateways();
    },
    get routeAttachments() {
      return routes().attachments;
    },
    get brokenRoutes() {
      return routes().broken;
    },
    virtualServices: rules,
    get gatewayProxies() {
      return proxies();
    },
    get openshiftRoutes() {
      return toRouter();
    },
    gatewayProxyOf: (workload) => byWorkload().get(workload),
    sidecars,
    sidecarProxyOf: sidecarProxies(world, sidecars, rules),
    world,
  };
}

/** Policies of one kind of Istio's security API, oldest first. */
function policies<Policy extends { readonly attachment: Attachment; readonly age: Age }>(
  objects: Inventory,
  settings: MeshSettings,
  kind: string,
  read: (item: Item, namespace: string) => Policy,
): Policies<Policy> {
  const written = ordered(objects, ['security.istio.io', kind], read, (a, b) => byAge(a.age, b.age));
  return {
    get all() {
      return written.all;
    },
    of: attachedTo(written.inNamespace, settings.rootNamespace.value),
  };
}
