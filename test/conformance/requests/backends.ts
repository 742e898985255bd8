import type { KubeObject } from '../../../functions/krm/kube-object.ts';
import type { Echo } from '../judges/mesh.ts';
import { namespaceOf, podTemplate, type ServicePort, selects, servicePorts } from './gateways.ts';
import { type ExpectedRequest, parseSend } from './request-file.ts';

/** `service.namespace:port` or `host:port`, as the expectations name who answers. */
export interface BackendName {
  readonly text: string;
  readonly host: string;
  readonly port: number;
  /** Set for a Service of the cluster. */
  readonly service?: { readonly name: string; readonly namespace: string };
}

/** Reads a name. Two labels mean a Service when there is such a Service, or any object in that namespace; anything else is a server outside. */
export function parseBackend(text: string, objects: readonly KubeObject[]): BackendName {
  const match = /^([^:]+):(\d+)$/.exec(text);
  if (!match) throw new Error(`"${text}" must be service.namespace:port or host:port`);
  const [, host = '', port] = match;
  const [name = '', namespace = '', ...more] = host.split('.');
  const inCluster =
    more.length === 0 && objects.some((object) => (object.kind === 'Namespace' ? object.metadata.name : namespaceOf(object)) === namespace);
  return { text, host, port: Number(port), ...(inCluster ? { service: { name, namespace } } : {}) };
}

/** Every backend that a request expects to be reached. */
export function namedBackends({ expect }: ExpectedRequest): readonly string[] {
  return [expect.to ?? [], Object.keys(expect.weights ?? {}), expect.mirrors ?? []].flat();
}

/** Is it this backend that answered? */
export function answers(backend: BackendName, workload: string, port: number, objects: readonly KubeObject[]): boolean {
  if (!backend.service) return workload === backend.host && port === backend.port;
  const service = findService(objects, backend.service);
  const servicePort = service && servicePorts(service).find((one) => one.port === backend.port);
  return objects.some(
    (object) =>
      service !== undefined &&
      servicePort !== undefined &&
      `${namespaceOf(object)}/${object.metadata.name}` === workload &&
      selects(service, object) &&
      containerPort(servicePort, object) === port,
  );
}

/** Who answered, as the expectations would name it. */
export function nameOf(echo: Echo): string {
  return `${echo.name ?? echo.workload ?? echo.pod} port ${echo.port}`;
}

export function findService(
  objects: readonly KubeObject[],
  { name, namespace }: { name: string; namespace: string },
): KubeObject | undefined {
  return objects.find((object) => object.kind === 'Service' && object.metadata.name === name && namespaceOf(object) === namespace);
}

function containerPort(port: ServicePort, workload: KubeObject): number {
  const target = port.targetPort ?? port.port;
  if (typeof target === 'number') return target;
  const { spec } = podTemplate(workload) as {
    spec?: { containers?: readonly { ports?: readonly { name?: string; containerPort: number }[] }[] };
  };
  const ports = (spec?.containers ?? []).flatMap((container) => container.ports ?? []);
  return ports.find((one) => one.name === target)?.containerPort ?? 0;
}

/** The name of a port that a request of this scheme should meet: it tells Istio the protocol. */
export function portName(request: ExpectedRequest, port: number): string {
  const { scheme } = parseSend(request.send);
  const protocol = { http: 'http', https: 'http', grpc: 'grpc', grpcs: 'grpc', tcp: 'tcp', tls: 'tcp', mysql: 'mysql' }[scheme];
  return `${protocol}-${port}`;
}
