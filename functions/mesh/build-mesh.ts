import { groupBy } from '../krm/group-by.ts';
import type { Item } from '../krm/item.ts';
import { type Age, byAge } from './age.ts';
import { backendTlsRules } from './gateway-api/backend-tls.ts';
import { gatewayApiGateways } from './gateway-api/gateways.ts';
import { readGrants } from './gateway-api/grants.ts';
import { gatewayApiRoutes } from './gateway-api/routes.ts';
import { serviceHost } from './hosts/qualify.ts';
import { type Inventory, inventory } from './inventory/inventory.ts';
import { isEmpty, selects } from './inventory/labels.ts';
import { namespaces } from './inventory/namespaces.ts';
import { operatorGateways } from './inventory/operator-gateways.ts';
import { kubeServices } from './inventory/services.ts';
import { type MeshOptions, type MeshSettings, meshSettings } from './inventory/settings.ts';
import { workloads } from './inventory/workloads.ts';
import { lazy, memo } from './lazy.ts';
import { assumedWorkloads } from './listeners/assumed-workloads.ts';
import { gatewayProxies } from './listeners/gateway-proxies.ts';
import { openshiftRoutes } from './listeners/openshift-routes.ts';
import { readGateway } from './listeners/read-gateway.ts';
import type { Mesh, Policies } from './mesh.ts';
import { readSidecar } from './outbound/sidecar.ts';
import { sidecarIndex } from './outbound/sidecar-index.ts';
import { sidecarProxies } from './outbound/sidecar-proxies.ts';
import { type Attachment, attachedTo } from './policies/attachment.ts';
import { readAuthorizationPolicy } from './policies/authorization-policy.ts';
import { peerAuthentications } from './policies/peer-authentication.ts';
import { readRequestAuthentication } from './policies/request-authentication.ts';
import { securityPolicies } from './policies/security-policy.ts';
import { cluster } from './registry/cluster.ts';
import { destinationRuleLookup } from './registry/destination-rule-lookup.ts';
import { destinationRules } from './registry/destination-rules.ts';
import { endpoints } from './registry/endpoints.ts';
import { isExportedTo } from './registry/export-to.ts';
import { registry } from './registry/registry.ts';
import { withDelegates } from './routes/delegates.ts';
import { virtualServiceIndex } from './routes/virtual-service-index.ts';
import { readVirtualService } from './routes/virtual-services.ts';
import type { World } from './world.ts';

/** The model of a set of objects. Time and memory are linear in their number; proxies are worked out when they are asked for. */
export function buildMesh(items: readonly Item[], options: MeshOptions = {}): Mesh {
  const objects = inventory(items, options.defaultNamespace ?? 'default');
  const settings = meshSettings(objects, options);
  const spaces = namespaces(objects, settings.complete);
  const grants = readGrants(objects);
  const api = gatewayApiGateways(objects, spaces, settings, grants);
  const made = [operatorGateways(objects), api.made];
  const services = [...kubeServices(objects), ...made.flatMap((one) => one.services)];
  const gateways = [
    ...objects.ofKind('networking.istio.io', 'Gateway').map((item) => readGateway(item, objects.namespaceOf(item))),
    ...api.gateways,
  ];
  const known = [...workloads(objects, spaces), ...made.flatMap((one) => one.workloads)];
  const pods = settings.complete ? known : [...known, ...assumedWorkloads(gateways, known, services)];
  const world = worldOf({ objects, settings, namespaces: spaces, workloads: pods, kubeServices: services });
  const routes = gatewayApiRoutes(api.parents, { objects, settings, grants, namespaces: spaces });
  const written = objects
    .ofKind('networking.istio.io', 'VirtualService')
    .map((item) =>
      readVirtualService(item, objects.namespaceOf(item), settings.clusterDomain.value, settings.defaultExportTo.virtualService),
    );
  const virtualServices = virtualServiceIndex([...withDelegates(written), ...routes.virtualServices]);
  const proxies = gatewayProxies(world, gateways, virtualServices);
  const byWorkload = new Map(proxies.map((proxy) => [proxy.workload, proxy]));
  const sidecars = sidecarIndex(
    objects.ofKind('networking.istio.io', 'Sidecar').map((item) => readSidecar(item, objects.namespaceOf(item))),
    settings.rootNamespace.value,
  );
  return {
    items,
    settings,
    objects,
    namespaces: spaces,
    workloads: pods,
    kubeServices: services,
    registry: world.registry,
    endpoints: world.endpoints,
    destinationRules: world.destinationRules,
    peerAuthentications: world.peerAuthentications,
    authorizationPolicies: policies(objects, settings, 'AuthorizationPolicy', readAuthorizationPolicy),
    securityPolicies: securityPolicies(objects),
    requestAuthentications: policies(objects, settings, 'RequestAuthentication', readRequestAuthentication),
    gateways,
    routeAttachments: routes.attachments,
    brokenRoutes: routes.broken,
    virtualServices,
    gatewayProxies: proxies,
    openshiftRoutes: openshiftRoutes(objects),
    gatewayProxyOf: (workload) => byWorkload.get(workload),
    sidecars,
    sidecarProxyOf: sidecarProxies(world, sidecars, virtualServices),
    world,
  };
}

const securityGroup = 'security.istio.io';

/** Policies of one kind of Istio's security API, oldest first. */
function policies<Policy extends { readonly attachment: Attachment; readonly age: Age }>(
  objects: Inventory,
  settings: MeshSettings,
  kind: string,
  read: (item: Item, namespace: string) => Policy,
): Policies<Policy> {
  const policyOf = memo((item: Item) => read(item, objects.namespaceOf(item)));
  const sorted = (items: readonly Item[]) => items.map(policyOf).sort((a, b) => byAge(a.age, b.age));
  const all = lazy(() => sorted(objects.ofKind(securityGroup, kind)));
  const inNamespace = memo((namespace: string) => sorted(objects.inNamespace(securityGroup, kind, namespace)));
  return {
    get all() {
      return all();
    },
    of: attachedTo(inNamespace, settings.rootNamespace.value),
  };
}

function worldOf(parts: Pick<World, 'objects' | 'settings' | 'namespaces' | 'workloads' | 'kubeServices'>): World {
  const { objects, settings } = parts;
  const domain = settings.clusterDomain.value;
  const root = settings.rootNamespace.value;
  const known = registry(objects, parts.kubeServices, settings);
  const written = destinationRules(objects.ofKind('networking.istio.io', 'DestinationRule'), objects.namespaceOf, domain);
  const backendTls = backendTlsRules(objects, parts.kubeServices, domain);
  const [selecting, general] = [written.filter((rule) => rule.workloadSelector), written.filter((rule) => !rule.workloadSelector)];
  // What istiod makes of BackendTLSPolicies has no creation time and counts as older than anything.
  const rules = [...selecting, ...backendTls, ...general];
  const foreign = destinationRuleLookup(backendTls, root, ['*']);
  const servicesByNamespace = lazy(() => groupBy(parts.kubeServices, (service) => service.namespace));
  const world: World = {
    ...parts,
    registry: known,
    endpoints: endpoints(objects, parts.workloads, known),
    destinationRules: destinationRuleLookup(rules, root, settings.defaultExportTo.destinationRule),
    backendTls: memo(
      (host: string) =>
        foreign.rules
          .filter((rule) => rule.host === host)
          .map((rule) => foreign.find({ namespace: rule.namespace, labels: undefined }, host, rule.namespace))[0],
    ),
    peerAuthentications: peerAuthentications(objects.ofKind('security.istio.io', 'PeerAuthentication'), objects.namespaceOf, root),
    servicesOf: memo((workload) =>
      (servicesByNamespace().get(workload.namespace) ?? []).filter(
        (service) => !isEmpty(service.selector) && selects(service.selector, workload.labels),
      ),
    ),
    hostOf: (service) => serviceHost(service.name, service.namespace, domain),
    isVisible: (service, namespace) => isExportedTo(service.exportTo, namespace),
    cluster: (scope, host, port, subset) => cluster(world, scope, host, port, subset),
  };
  return world;
}
