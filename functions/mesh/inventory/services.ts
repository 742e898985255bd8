import type { Item } from '../../krm/item.ts';
import type { Field } from '../field.ts';
import { serviceHost } from '../hosts/qualify.ts';
import { lazy, memo } from '../lazy.ts';
import { asLabels, asList, asNumber, asRecord, asText, isSet, type Loose } from '../loose.ts';
import type { Inventory } from './inventory.ts';
import type { Labels } from './labels.ts';
import type { MayHold } from './mentions.ts';
import { type Protocol, protocolOfServicePort } from './protocol.ts';
import type { Workload } from './workloads.ts';

/** A Service of the files, or one that an operator makes of an object of the files. */
export interface KubeService {
  readonly namespace: string;
  readonly name: string;
  readonly item: Item;
  readonly selector: Labels;
  readonly labels: Labels;
  readonly type: string;
  readonly headless: boolean;
  readonly clusterIP: string | undefined;
  /** The name that an ExternalName Service stands for. */
  readonly externalName: string | undefined;
  readonly ports: readonly KubeServicePort[];
  /** Annotation `networking.istio.io/exportTo`; empty where the mesh's default holds. */
  readonly exportTo: readonly string[];
  readonly known: 'files' | 'operator';
}

export interface KubeServicePort {
  readonly name: string;
  readonly port: number;
  /** Number, or name of a container port. */
  readonly targetPort: number | string;
  readonly transport: string;
  /** By `appProtocol`, else by the name's prefix. */
  readonly protocol: Protocol;
  readonly field: Field;
}

/** The Services of a package: those that it holds, then those that operators make. What is asked for is read, and nothing else. */
export interface KubeServices {
  readonly all: readonly KubeService[];
  inNamespace(namespace: string): readonly KubeService[];
  /** Those with a host; there may be several where some leave their namespace to others. */
  withHost(host: string): readonly KubeService[];
  /** Those that may hold what is asked for. */
  mentioning(test: MayHold): readonly KubeService[];
}

export function kubeServices(objects: Inventory, made: () => readonly KubeService[], clusterDomain: string): KubeServices {
  const read = memo((item: Item) => kubeService(item, objects.namespaceOf(item)));
  const all = lazy(() => [...objects.ofKind('', 'Service').map(read), ...made()]);
  return {
    get all() {
      return all();
    },
    inNamespace: memo((namespace: string) => [
      ...objects.inNamespace('', 'Service', namespace).map(read),
      ...made().filter((service) => service.namespace === namespace),
    ]),
    withHost(host) {
      const isWanted = (name: string, namespace: string) => host.startsWith(name) && host === serviceHost(name, namespace, clusterDomain);
      const written = objects.identified('', 'Service', (id) => isWanted(id.name, objects.namespaceIn(id)));
      return [...written.map(read), ...made().filter(({ name, namespace }) => isWanted(name, namespace))];
    },
    mentioning: (test) => [...[...objects.mentioning('', 'Service', test)].map(read), ...made()],
  };
}

function kubeService(item: Item, namespace: string): KubeService {
  const spec = asRecord(item.object.spec);
  const type = asText(spec.type) || 'ClusterIP';
  const address = asText(spec.clusterIP);
  const exportTo = item.object.metadata.annotations?.['networking.istio.io/exportTo'];
  return {
    namespace,
    name: item.id.name,
    item,
    selector: asLabels(spec.selector),
    labels: asLabels(item.object.metadata.labels),
    type,
    headless: address === 'None',
    clusterIP: address === '' || address === 'None' ? undefined : address,
    externalName: type === 'ExternalName' ? asText(spec.externalName) || undefined : undefined,
    ports: asList(spec.ports).map((port, index) => servicePort(asRecord(port), { item, path: ['spec', 'ports', index] })),
    exportTo: typeof exportTo === 'string' && exportTo !== '' ? exportTo.split(',').map((entry) => entry.trim()) : [],
    known: 'files',
  };
}

/** One entry of `spec.ports`, with Kubernetes' defaults. */
export function servicePort(port: Loose, field: Field): KubeServicePort {
  const number = asNumber(port.port) ?? 0;
  const name = asText(port.name);
  const transport = asText(port.protocol) || 'TCP';
  const target = port.targetPort;
  return {
    name,
    port: number,
    targetPort: typeof target === 'string' && target !== '' ? target : (asNumber(target) ?? number),
    transport,
    protocol: protocolOfServicePort(number, name, transport, isSet(port.appProtocol) ? asText(port.appProtocol) : undefined),
    field,
  };
}

/** The container port that a Service port reaches in the pods of a workload; `undefined` where a name is declared nowhere. */
export function targetPortIn(port: KubeServicePort, workload: Workload): number | undefined {
  if (typeof port.targetPort === 'number') return port.targetPort === 0 ? port.port : port.targetPort;
  for (const container of workload.containers) {
    const declared = container.ports.find((entry) => entry.name === port.targetPort && entry.transport === port.transport);
    if (declared) return declared.port;
  }
  return undefined;
}
