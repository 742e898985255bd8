import type { HostName } from '../../hosts/host-name.ts';
import { groupBy } from '../../krm/group-by.ts';
import { ageOf, byAge } from '../age.ts';
import { serviceHost } from '../hosts/qualify.ts';
import type { Inventory } from '../inventory/inventory.ts';
import { isEmpty } from '../inventory/labels.ts';
import type { KubeService } from '../inventory/services.ts';
import type { MeshSettings } from '../inventory/settings.ts';
import { lazy } from '../lazy.ts';
import { type Alias, aliases } from './aliases.ts';
import { exportTo } from './export-to.ts';
import type { Service } from './service.ts';
import { servicesOfEntry } from './service-entries.ts';

/** Everything that routes may name as a destination, whoever may see it. */
export interface Registry {
  /** Oldest first: where two compete, the first one wins. */
  readonly services: readonly Service[];
  withHost(host: HostName): readonly Service[];
  /** Those that have the port. */
  onPort(port: number): readonly Service[];
  /** Those of wildcard hosts. */
  readonly wildcards: readonly Service[];
  ofKubeService(service: KubeService): Service | undefined;
  /** The service that a host means to an object or pod of a namespace, whoever may see it: a Kubernetes Service before a ServiceEntry. */
  inNamespace(host: HostName, namespace: string): Service | undefined;
  /** ExternalName Services that stand for a host. */
  aliasesOf(host: HostName): readonly Alias[];
}

export function registry(objects: Inventory, kube: readonly KubeService[], settings: MeshSettings): Registry {
  const shown = settings.defaultExportTo.service;
  const domain = settings.clusterDomain.value;
  const byKube = new Map(kube.map((service) => [service, ofKube(service, domain, shown)] as const));
  const entries = objects
    .ofKind('networking.istio.io', 'ServiceEntry')
    .flatMap((item) => servicesOfEntry(item, objects.namespaceOf(item), shown));
  const services = [...byKube.values(), ...entries].sort((a, b) => byAge(a.age, b.age));
  const byHost = lazy(() => groupBy(services, (service) => service.host));
  const byPort = lazy(() => groupByPort(services));
  const wildcards = lazy(() => services.filter((service) => service.host.startsWith('*')));
  const byAlias = lazy(() => aliases(services));
  const withHost = (host: HostName) => byHost().get(host) ?? [];
  return {
    services,
    withHost,
    onPort: (port) => byPort().get(port) ?? [],
    get wildcards() {
      return wildcards();
    },
    ofKubeService: (service) => byKube.get(service),
    inNamespace(host, namespace) {
      const own = withHost(host).filter((service) => service.namespace === namespace);
      return own.find((service) => service.registry === 'kubernetes') ?? own[0];
    },
    aliasesOf: (host) => byAlias().get(host) ?? [],
  };
}

function ofKube(service: KubeService, domain: string, shown: readonly string[]): Service {
  const { item, namespace, name } = service;
  return {
    host: serviceHost(name, namespace, domain),
    namespace,
    registry: 'kubernetes',
    ports: service.ports,
    resolution: service.externalName ? 'alias' : service.headless ? 'NONE' : 'STATIC',
    meshExternal: service.externalName !== undefined,
    address: service.headless || service.externalName ? '0.0.0.0' : (service.clusterIP ?? `cluster-ip:${namespace}/${name}`),
    autoAddress: undefined,
    exportTo: exportTo(service.exportTo, shown, namespace),
    selector: isEmpty(service.selector) ? undefined : service.selector,
    labels: service.labels,
    field: { item, path: service.known === 'files' ? ['spec'] : [] },
    kubeService: service,
    endpoints: [],
    subjectAltNames: [],
    externalName: service.externalName,
    age: { ...ageOf(item, namespace), name },
  };
}

function groupByPort(services: readonly Service[]): Map<number, readonly Service[]> {
  const pairs = services.flatMap((service) => [...new Set(service.ports.map((port) => port.port))].map((port) => ({ port, service })));
  return new Map([...groupBy(pairs, (pair) => pair.port)].map(([port, group]) => [port, group.map((pair) => pair.service)]));
}
