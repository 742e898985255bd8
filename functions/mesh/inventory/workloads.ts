import type { Path } from '../../diagnostics/path.ts';
import type { Item } from '../../krm/item.ts';
import { lazy, memo } from '../lazy.ts';
import { asLabels, asList, asNumber, asRecord, asText, type Loose } from '../loose.ts';
import type { Truth } from '../truth.ts';
import type { Inventory } from './inventory.ts';
import type { Labels } from './labels.ts';
import { type MayHold, mentionsAny } from './mentions.ts';
import type { Namespaces } from './namespaces.ts';
import { proxyRole } from './proxy-role.ts';

/** Pods that are all alike: one pod template, or what an operator makes of one object. */
export interface Workload {
  /** `Kind namespace/name`: unique among workloads. */
  readonly key: string;
  readonly kind: string;
  /** `''` where the workload is assumed and its namespace unknown. */
  readonly namespace: string;
  readonly name: string;
  /** The object that holds the pod template or makes an operator create one; absent for assumed workloads. */
  readonly item: Item | undefined;
  /** Where in the object the pod template lies, so that `[...template, 'metadata', 'labels']` is a path; absent for operators' pods. */
  readonly template: Path | undefined;
  /** Labels of the pods. */
  readonly labels: Labels;
  readonly annotations: Labels;
  readonly serviceAccount: string;
  readonly containers: readonly Container[];
  readonly hostNetwork: boolean;
  /** `0` where no pod is wanted; `undefined` where the object leaves the number to others. */
  readonly replicas: number | undefined;
  readonly proxy: ProxyRole;
  /** `files`: a pod template. `operator`: another controller makes it of `item`. `assumed`: a Gateway selects it and it is not in the files. */
  readonly known: 'files' | 'operator' | 'assumed';
  /** Of pods that serve a Gateway of the Gateway API: whose proxies they are. Absent: Istio's. */
  readonly implementation?: 'istio' | 'envoy-gateway' | 'foreign' | undefined;
}

/** Which proxy runs in the pods, and why. */
export interface ProxyRole {
  readonly kind: 'gateway' | 'sidecar' | 'none';
  /** Whether that can be told from the files. */
  readonly truth: Truth;
  readonly because: string;
}

export interface Container {
  readonly name: string;
  readonly image: string;
  readonly ports: readonly ContainerPort[];
  readonly environment: ReadonlyMap<string, string>;
  readonly arguments: readonly string[];
  /** Init containers count for named ports only when they keep running. */
  readonly path: Path;
}

export interface ContainerPort {
  readonly name: string;
  readonly port: number;
  readonly transport: string;
}

/** Kinds that hold a pod template, and where. */
const kinds: readonly (readonly [group: string, kind: string, template: Path])[] = [
  ['apps', 'Deployment', ['spec', 'template']],
  ['apps', 'StatefulSet', ['spec', 'template']],
  ['apps', 'DaemonSet', ['spec', 'template']],
  ['apps', 'ReplicaSet', ['spec', 'template']],
  ['argoproj.io', 'Rollout', ['spec', 'template']],
  ['apps.openshift.io', 'DeploymentConfig', ['spec', 'template']],
  ['batch', 'Job', ['spec', 'template']],
  ['batch', 'CronJob', ['spec', 'jobTemplate', 'spec', 'template']],
  ['', 'Pod', []],
];

/** Workloads of which only those are read that are asked for. */
export interface Workloads {
  readonly all: readonly Workload[];
  inNamespace(namespace: string): readonly Workload[];
  /** Those whose proxies are gateways. */
  readonly gateways: readonly Workload[];
}

/** The workloads whose pod templates are in the files, then those that operators make. */
export interface KnownWorkloads extends Workloads {
  /** Those that may hold what is asked for, one by one. */
  mentioning(test: MayHold): Iterable<Workload>;
}

/** Without one of these in its text no pod is a gateway: see `proxyRole`. */
const gatewayWords = mentionsAny(['istio-proxy', 'inject.istio.io/templates']);

export function workloads(objects: Inventory, spaces: Namespaces, made: () => readonly Workload[]): KnownWorkloads {
  const templates = new Map(kinds.map(([group, kind, template]) => [`${group} ${kind}`, template]));
  const read = (group: string, kind: string) => readers(`${group} ${kind}`);
  const readers = memo((key: string) => memo((item: Item) => workload(item, objects.namespaceOf(item), templates.get(key) ?? [], spaces)));
  const all = lazy(() => [...kinds.flatMap(([group, kind]) => objects.ofKind(group, kind).map(read(group, kind))), ...made()]);
  function* mentioning(test: MayHold): Iterable<Workload> {
    for (const [group, kind] of kinds) for (const item of objects.mentioning(group, kind, test)) yield read(group, kind)(item);
    yield* made();
  }
  const gateways = lazy(() => [...mentioning(gatewayWords)].filter(({ proxy }) => proxy.kind === 'gateway'));
  return {
    get all() {
      return all();
    },
    inNamespace: memo((namespace: string) => [
      ...kinds.flatMap(([group, kind]) => objects.inNamespace(group, kind, namespace).map(read(group, kind))),
      ...made().filter((one) => one.namespace === namespace),
    ]),
    get gateways() {
      return gateways();
    },
    mentioning,
  };
}

function workload(item: Item, namespace: string, template: Path, spaces: Namespaces): Workload {
  const pod = asRecord(template.reduce<unknown>((value, key) => asRecord(value)[key], item.object));
  const metadata = asRecord(pod.metadata);
  const spec = asRecord(pod.spec);
  const bare = {
    key: `${item.id.kind} ${namespace}/${item.id.name}`,
    kind: item.id.kind,
    namespace,
    name: item.id.name,
    item,
    template,
    labels: asLabels(metadata.labels),
    annotations: asLabels(metadata.annotations),
    serviceAccount: asText(spec.serviceAccountName) || asText(spec.serviceAccount) || 'default',
    containers: containers(spec, template),
    hostNetwork: spec.hostNetwork === true,
    replicas: asNumber(asRecord(item.object.spec).replicas),
    known: 'files' as const,
  };
  return { ...bare, proxy: proxyRole(bare, spaces) };
}

function containers(spec: Loose, template: Path): readonly Container[] {
  const list = (name: string, keep: (container: Loose) => boolean) =>
    asList(spec[name]).flatMap((value, index) => {
      const container = asRecord(value);
      return keep(container) ? [readContainer(container, [...template, 'spec', name, index])] : [];
    });
  return [...list('containers', () => true), ...list('initContainers', (container) => container.restartPolicy === 'Always')];
}

function readContainer(container: Loose, path: Path): Container {
  return {
    name: asText(container.name),
    image: asText(container.image),
    ports: asList(container.ports)
      .map(asRecord)
      .map((port) => ({ name: asText(port.name), port: asNumber(port.containerPort) ?? 0, transport: asText(port.protocol) || 'TCP' })),
    environment: new Map(
      asList(container.env)
        .map(asRecord)
        .map((variable) => [asText(variable.name), asText(variable.value)]),
    ),
    arguments: asList(container.args).filter((argument) => typeof argument === 'string'),
    path,
  };
}
