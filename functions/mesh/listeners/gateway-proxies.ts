import { groupBy } from '../../krm/group-by.ts';
import { byAge } from '../age.ts';
import { isEmpty, selects } from '../inventory/labels.ts';
import type { KubeService } from '../inventory/services.ts';
import { type MeshSettings, restsOn } from '../inventory/settings.ts';
import type { Workload } from '../inventory/workloads.ts';
import { lazy, memo } from '../lazy.ts';
import { clusterOf } from '../registry/cluster-of.ts';
import { gatewayScope, type Scope } from '../registry/scope.ts';
import type { Service } from '../registry/service.ts';
import type { GatewayTableParts } from '../routes/gateway-table.ts';
import type { VirtualServices } from '../routes/virtual-service-index.ts';
import { given } from '../truth.ts';
import type { World } from '../world.ts';
import type { Gateway } from './gateway.ts';
import { gatewayListeners } from './gateway-listeners.ts';
import type { GatewayProxy, SelectedGateway } from './gateway-proxy.ts';
import { mergeServers } from './merge-servers.ts';
import { serviceTargets } from './target-ports.ts';

/** What is known of every gateway workload. Listeners and routes are worked out when they are first asked for. */
export function gatewayProxies(world: World, gateways: readonly Gateway[], virtualServices: VirtualServices): readonly GatewayProxy[] {
  const sorted = [...gateways].sort((a, b) => byAge(a.age, b.age));
  const everywhere = sorted.filter((gateway) => gateway.services === undefined && isEmpty(gateway.selector));
  const byLabel = groupBy(
    sorted.filter((gateway) => gateway.services === undefined && !isEmpty(gateway.selector)),
    (gateway) => rarestLabel(gateway),
  );
  const byService = groupBy(
    sorted.flatMap((gateway) => (gateway.services ?? []).map((host) => ({ host, gateway }))),
    (entry) => entry.host,
  );
  return world.pods.gateways.map((workload) => {
    const services = world.servicesOf(workload);
    const byLabels = Object.entries(workload.labels).flatMap(([key, value]) => byLabel.get(`${key}=${value}`) ?? []);
    const byName = services.flatMap((service) => byService.get(world.hostOf(service)) ?? []).map((entry) => entry.gateway);
    const candidates = new Set([...everywhere, ...byLabels.filter((gateway) => selects(gateway.selector, workload.labels)), ...byName]);
    return proxy(
      world,
      workload,
      services,
      sorted.length === candidates.size ? sorted : [...candidates].sort((a, b) => byAge(a.age, b.age)),
      virtualServices,
    );
  });
}

/** A label that a Gateway's pods must have: Gateways are looked up by it. */
function rarestLabel(gateway: Gateway): string {
  const [[key, value] = ['', '']] = Object.entries(gateway.selector).sort(([a], [b]) => (a < b ? -1 : 1));
  return `${key}=${value}`;
}

function proxy(
  world: World,
  workload: Workload,
  services: readonly KubeService[],
  candidates: readonly Gateway[],
  virtualServices: VirtualServices,
): GatewayProxy {
  const { selected, ignored } = select(world.settings, workload, candidates);
  const targets = lazy(() => serviceTargets(workload, services, world.hostOf));
  const scope = lazy(() => scopeOf(world, workload));
  const ownTargets = memo((gateway: Gateway) =>
    gateway.services ? targets().filter((target) => gateway.services?.includes(world.hostOf(target.service))) : targets(),
  );
  const merged = lazy(() =>
    mergeServers(
      selected.map((entry) => entry.gateway),
      ownTargets,
    ),
  );
  const listeners = lazy(() => gatewayListeners(merged(), listenerParts(world, workload, scope(), virtualServices)));
  return {
    workload,
    services,
    gateways: selected,
    ignored,
    get targets() {
      return targets();
    },
    get merged() {
      return merged();
    },
    get listeners() {
      return listeners();
    },
    get scope() {
      return scope();
    },
  };
}

/** Gateways of other implementations know nothing of Istio's DestinationRules. */
function scopeOf({ registry, destinationRules, backendTls }: World, { namespace, labels, implementation }: Workload): Scope {
  const scope = gatewayScope(registry, destinationRules, namespace, labels);
  if (implementation === undefined || implementation === 'istio') return scope;
  return { ...scope, service: scope.service, services: [], destinationRule: (service) => backendTls(service.host) };
}

/** Which of the Gateways that select a workload count. */
function select(
  settings: MeshSettings,
  workload: Workload,
  candidates: readonly Gateway[],
): Pick<GatewayProxy, 'ignored'> & { selected: SelectedGateway[] } {
  const managed = new Set(candidates.filter((gateway) => gateway.managed).map((gateway) => gateway.namespace));
  const selected: SelectedGateway[] = [];
  const ignored: { gateway: Gateway; because: string }[] = [];
  for (const gateway of candidates) {
    const elsewhere = workload.namespace !== '' && gateway.namespace !== workload.namespace && gateway.services === undefined;
    if (elsewhere && settings.gatewayScope.value === 'Namespace') {
      ignored.push({ gateway, because: `Gateways select pods of their own namespace only (PILOT_SCOPE_GATEWAY_TO_NAMESPACE)` });
    } else if (managed.size > 0 && gateway.api === 'istio' && !managed.has(gateway.namespace)) {
      ignored.push({ gateway, because: 'the pods belong to a Gateway API Gateway of another namespace' });
    } else {
      const because = `Gateway "${gateway.namespace}/${gateway.name}" selects pods in namespace "${workload.namespace}"`;
      selected.push({
        gateway,
        truth: given(true, elsewhere ? restsOn('PILOT_SCOPE_GATEWAY_TO_NAMESPACE', settings.gatewayScope, because) : []),
      });
    }
  }
  return { selected, ignored };
}

function listenerParts(world: World, workload: Workload, scope: Scope, index: VirtualServices) {
  const cluster = clusterOf(world, scope);
  const service = (host: string) => scope.service(host);
  const beside = memo((namespace: string) => preferring(world, scope, namespace));
  const context: GatewayTableParts['context'] = (virtualService, { server }) => ({
    gateway: `${server.gateway.namespace}/${server.gateway.name}`,
    port: server.port,
    labels: workload.labels,
    namespace: workload.namespace,
    isTls: server.tls !== undefined,
    service: beside(virtualService.namespace),
    cluster,
    defaultRetries: world.settings.defaultRetries,
  });
  return {
    virtualServices: memo((gateway: string) => index.forGateway(gateway, workload.namespace)),
    covering(name: string) {
      const found = index.covering([name]);
      return found && ((gateway: string) => found.forGateway(gateway, workload.namespace));
    },
    anyVirtualServices: (gateway: string) => index.anyForGateway(gateway, workload.namespace),
    context,
    unprivileged: workload.containers.some((container) => container.environment.get('ISTIO_META_UNPRIVILEGED_POD') === 'true'),
    get scopeServices() {
      return scope.services;
    },
    scopeService: service,
    scopeCluster: cluster,
    destinationRule: scope.destinationRule,
  };
}

/** Routes of a gateway take the Service of the VirtualService's own namespace first, where hosts are not unique. */
function preferring(world: World, scope: Scope, namespace: string): (host: string) => Service | undefined {
  return memo((host: string) => {
    const beside = world.registry.inNamespace(host, namespace);
    return beside && world.isVisible(beside, scope.namespace) ? beside : scope.service(host);
  });
}
