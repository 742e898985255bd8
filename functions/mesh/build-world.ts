import { backendTlsRules } from './gateway-api/backend-tls.ts';
import { serviceHost } from './hosts/qualify.ts';
import { isEmpty, selects } from './inventory/labels.ts';
import { lazy, memo } from './lazy.ts';
import { peerAuthentications } from './policies/peer-authentication.ts';
import { cluster } from './registry/cluster.ts';
import { destinationRuleLookup, type WrittenRules } from './registry/destination-rule-lookup.ts';
import { type DestinationRule, destinationRule, inOrder } from './registry/destination-rules.ts';
import { endpoints } from './registry/endpoints.ts';
import { isExportedTo } from './registry/export-to.ts';
import { registry } from './registry/registry.ts';
import type { World } from './world.ts';

type Parts = Pick<World, 'objects' | 'settings' | 'namespaces' | 'pods' | 'services'>;

/** What every later stage needs; each part is worked out when it is asked for. */
export function buildWorld(parts: Parts): World {
  const { objects, settings, pods, services } = parts;
  const domain = settings.clusterDomain.value;
  const root = settings.rootNamespace.value;
  const known = registry(objects, services, settings);
  const backendTls = lazy(() => backendTlsRules(objects, services, domain));
  const foreign = lazy(() => destinationRuleLookup(constant(backendTls()), root, ['*']));
  const world: World = {
    ...parts,
    registry: known,
    endpoints: endpoints(objects, pods, known),
    destinationRules: destinationRuleLookup(writtenRules(parts, backendTls), root, settings.defaultExportTo.destinationRule),
    backendTls: memo(
      (host: string) =>
        foreign()
          .rules.filter((rule) => rule.host === host)
          .map((rule) => foreign().find({ namespace: rule.namespace, labels: undefined }, host, rule.namespace))[0],
    ),
    peerAuthentications: peerAuthentications(objects, root),
    servicesOf: memo((workload) =>
      services
        .inNamespace(workload.namespace)
        .filter((service) => !isEmpty(service.selector) && selects(service.selector, workload.labels)),
    ),
    hostOf: (service) => serviceHost(service.name, service.namespace, domain),
    isVisible: (service, namespace) => isExportedTo(service.exportTo, namespace),
    cluster: (scope, host, port, subset) => cluster(world, scope, host, port, subset),
  };
  return world;
}

const inNamespace = (rules: readonly DestinationRule[], namespace: string) => rules.filter((rule) => rule.namespace === namespace);

const constant = (all: readonly DestinationRule[]): WrittenRules => ({ all, inNamespace: (namespace) => inNamespace(all, namespace) });

const kind = ['networking.istio.io', 'DestinationRule'] as const;

/** Those with a selector, then what istiod makes of BackendTLSPolicies, which has no creation time and counts as older than anything, then the others. */
function writtenRules({ objects, settings }: Parts, backendTls: () => readonly DestinationRule[]): WrittenRules {
  const read = memo((item: DestinationRule['item']) => destinationRule(item, objects.namespaceOf(item), settings.clusterDomain.value));
  const joined = (items: readonly DestinationRule['item'][], made: readonly DestinationRule[]) => {
    const rules = inOrder(items.map(read));
    return [...rules.filter((rule) => rule.workloadSelector), ...made, ...rules.filter((rule) => !rule.workloadSelector)];
  };
  const all = lazy(() => joined(objects.ofKind(...kind), backendTls()));
  return {
    get all() {
      return all();
    },
    inNamespace: memo((namespace: string) => joined(objects.inNamespace(...kind, namespace), inNamespace(backendTls(), namespace))),
  };
}
