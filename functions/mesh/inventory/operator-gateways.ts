import type { Item } from '../../krm/item.ts';
import { asLabels, asList, asRecord, asText, type Loose } from '../loose.ts';
import { yes } from '../truth.ts';
import type { Inventory } from './inventory.ts';
import { type KubeService, servicePort } from './services.ts';
import type { Container, Workload } from './workloads.ts';

/** Pods and Services that an operator makes of objects of the files. */
export interface Made {
  readonly workloads: readonly Workload[];
  readonly services: readonly KubeService[];
}

/** Gateways of the MeshGateway operators (Banzai Cloud, Cisco) and of IstioOperator resources. */
export function operatorGateways(objects: Inventory): Made {
  const gateways = [
    ...objects.ofKind('istio.banzaicloud.io', 'MeshGateway').map((item) => meshGateway(item, objects.namespaceOf(item))),
    ...objects.ofKind('servicemesh.cisco.com', 'IstioMeshGateway').map((item) => istioMeshGateway(item, objects.namespaceOf(item))),
    ...objects.ofKind('install.istio.io', 'IstioOperator').flatMap((item) => operatorComponents(item, objects.namespaceOf(item))),
  ];
  return { workloads: gateways.map((made) => made.workload), services: gateways.map((made) => made.service) };
}

interface Gateway {
  readonly workload: Workload;
  readonly service: KubeService;
}

/** What describes a gateway that an operator runs. */
export interface GatewayRecipe {
  readonly item: Item;
  readonly namespace: string;
  readonly name: string;
  readonly serviceName: string;
  /** Labels of the pods, and the selector of the Service. */
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly selector: Readonly<Record<string, string>>;
  readonly serviceAccount: string;
  readonly serviceType: string;
  readonly ports: readonly { readonly port: Loose; readonly path: readonly (string | number)[] }[];
  readonly unprivileged: boolean;
  readonly because: string;
}

export function operatorGateway(recipe: GatewayRecipe): Gateway {
  const { item, namespace, name, labels } = recipe;
  const container: Container = {
    name: 'istio-proxy',
    image: 'auto',
    ports: [],
    environment: new Map(recipe.unprivileged ? [['ISTIO_META_UNPRIVILEGED_POD', 'true']] : []),
    arguments: ['proxy', 'router'],
    path: [],
  };
  return {
    workload: {
      key: `${item.id.kind} ${namespace}/${name}`,
      kind: item.id.kind,
      namespace,
      name,
      item,
      template: undefined,
      labels,
      annotations: recipe.annotations ?? {},
      serviceAccount: recipe.serviceAccount,
      containers: [container],
      hostNetwork: false,
      replicas: undefined,
      proxy: { kind: 'gateway', truth: yes, because: recipe.because },
      known: 'operator',
    },
    service: {
      namespace,
      name: recipe.serviceName,
      item,
      selector: recipe.selector,
      labels,
      type: recipe.serviceType,
      headless: false,
      clusterIP: undefined,
      externalName: undefined,
      ports: recipe.ports.map(({ port, path }) => servicePort(port, { item, path })),
      exportTo: [],
      known: 'operator',
    },
  };
}

function meshGateway(item: Item, namespace: string): Gateway {
  const spec = asRecord(item.object.spec);
  const own = { 'gateway-name': item.id.name, 'gateway-type': asText(spec.type) };
  return operatorGateway({
    item,
    namespace,
    name: item.id.name,
    serviceName: item.id.name,
    labels: { ...asLabels(spec.labels), ...own },
    selector: own,
    serviceAccount: `${item.id.name}-service-account`,
    serviceType: asText(spec.serviceType) || 'LoadBalancer',
    ports: portsAt(spec.ports, ['spec', 'ports']),
    unprivileged: spec.runAsRoot !== true,
    because: 'the MeshGateway operator runs it',
  });
}

function istioMeshGateway(item: Item, namespace: string): Gateway {
  const spec = asRecord(item.object.spec);
  const service = asRecord(spec.service);
  const deployment = asRecord(spec.deployment);
  const pods = asRecord(deployment.podMetadata);
  const own = { 'gateway-name': item.id.name, 'gateway-type': asText(spec.type) };
  return operatorGateway({
    item,
    namespace,
    name: item.id.name,
    serviceName: item.id.name,
    labels: { ...asLabels(asRecord(deployment.metadata).labels), ...asLabels(pods.labels), ...own },
    annotations: asLabels(pods.annotations),
    selector: own,
    serviceAccount: `${item.id.name}-service-account`,
    serviceType: asText(service.type) || 'LoadBalancer',
    ports: portsAt(service.ports, ['spec', 'service', 'ports']),
    unprivileged: spec.runAsRoot !== true,
    because: 'the IstioMeshGateway operator runs it',
  });
}

const ingressPorts: readonly Loose[] = [
  { name: 'status-port', port: 15021, targetPort: 15021 },
  { name: 'http2', port: 80, targetPort: 8080 },
  { name: 'https', port: 443, targetPort: 8443 },
];
const egressPorts: readonly Loose[] = ingressPorts.slice(1);

function operatorComponents(item: Item, fallback: string): readonly Gateway[] {
  const components = asRecord(asRecord(item.object.spec).components);
  return componentKinds.flatMap((kind) =>
    asList(components[kind.list]).flatMap((entry, index) => {
      const component = asRecord(entry);
      return component.enabled === false
        ? []
        : [operatorComponent(item, fallback, component, kind, ['spec', 'components', kind.list, index])];
    }),
  );
}

const componentKinds = [
  { list: 'ingressGateways', type: 'ingressgateway', serviceType: 'LoadBalancer', ports: ingressPorts },
  { list: 'egressGateways', type: 'egressgateway', serviceType: 'ClusterIP', ports: egressPorts },
] as const;

function operatorComponent(
  item: Item,
  fallback: string,
  component: Loose,
  kind: (typeof componentKinds)[number],
  path: readonly (string | number)[],
): Gateway {
  const name = asText(component.name) || `istio-${kind.type}`;
  const labels = { app: `istio-${kind.type}`, istio: kind.type, ...asLabels(component.label) };
  const service = asRecord(asRecord(component.k8s).service);
  const written = portsAt(service.ports, [...path, 'k8s', 'service', 'ports']);
  return operatorGateway({
    item,
    namespace: asText(component.namespace) || fallback,
    name,
    serviceName: name,
    labels,
    selector: labels,
    serviceAccount: `${name}-service-account`,
    serviceType: asText(service.type) || kind.serviceType,
    ports: written.length > 0 ? written : kind.ports.map((port) => ({ port, path })),
    unprivileged: true,
    because: 'the IstioOperator resource declares it',
  });
}

function portsAt(list: unknown, path: readonly (string | number)[]): GatewayRecipe['ports'] {
  return asList(list).map((port, index) => ({ port: asRecord(port), path: [...path, index] }));
}
