import type { HostName } from '../../hosts/host-name.ts';
import { groupBy } from '../../krm/group-by.ts';
import type { Item } from '../../krm/item.ts';
import { ageOf, byAge } from '../age.ts';
import { serviceHost } from '../hosts/qualify.ts';
import type { Inventory } from '../inventory/inventory.ts';
import { isEmpty } from '../inventory/labels.ts';
import { mentionsAny } from '../inventory/mentions.ts';
import type { KubeService, KubeServices } from '../inventory/services.ts';
import type { MeshSettings } from '../inventory/settings.ts';
import { fewOrAll, lazy, memo } from '../lazy.ts';
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
  /** Those of the ServiceEntries of a namespace. */
  entriesIn(namespace: string): readonly Service[];
  ofKubeService(service: KubeService): Service;
  /** The service that a host means to an object or pod of a namespace, whoever may see it: a Kubernetes Service before a ServiceEntry. */
  inNamespace(host: HostName, namespace: string): Service | undefined;
  /** ExternalName Services that stand for a host. */
  aliasesOf(host: HostName): readonly Alias[];
}

/** What is asked for is read, and nothing else; who asks for many hosts gets an index of all of them. */
export function registry(objects: Inventory, kube: KubeServices, settings: MeshSettings): Registry {
  const shown = settings.defaultExportTo.service;
  const domain = settings.clusterDomain.value;
  const ofKubeService = memo((service: KubeService) => ofKube(service, domain, shown));
  const ofEntry = memo((item: Item) => servicesOfEntry(item, objects.namespaceOf(item), shown));
  const sorted = (services: readonly KubeService[], entries: Iterable<Item>) =>
    [...services.map(ofKubeService), ...[...entries].flatMap(ofEntry)].sort((a, b) => byAge(a.age, b.age));
  const services = lazy(() => sorted(kube.all, objects.ofKind(...entryKind)));
  const byHost = lazy(() => groupBy(services(), (service) => service.host));
  const byPort = lazy(() => groupByPort(services()));
  const wildcards = lazy(() => services().filter((service) => service.host.startsWith('*')));
  const byAlias = lazy(() => aliases(sorted(kube.mentioning(mentionsAny(['ExternalName'])), [])));
  const withHost = fewOrAll(
    (host: HostName) =>
      sorted(kube.withHost(host), objects.mentioning(...entryKind, mentionsAny([host]))).filter((service) => service.host === host),
    (host) => byHost().get(host) ?? [],
  );
  return {
    get services() {
      return services();
    },
    withHost,
    entriesIn: memo((namespace: string) => sorted([], objects.inNamespace(...entryKind, namespace))),
    onPort: (port) => byPort().get(port) ?? [],
    get wildcards() {
      return wildcards();
    },
    ofKubeService,
    inNamespace(host, namespace) {
      const own = withHost(host).filter((service) => service.namespace === namespace);
      return own.find((service) => service.registry === 'kubernetes') ?? own[0];
    },
    aliasesOf: (host) => byAlias().get(host) ?? [],
  };
}

const entryKind = ['networking.istio.io', 'ServiceEntry'] as const;

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
