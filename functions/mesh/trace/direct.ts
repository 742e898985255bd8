import { withoutPort } from '../../hosts/host-name.ts';
import type { KubeService } from '../inventory/services.ts';
import { decision } from './decision.ts';
import { endHop } from './end-hop.ts';
import type { Request } from './request.ts';
import { kubeServiceAt, kubeServiceNamed } from './resolve-name.ts';
import type { Branch, Hop } from './trace-result.ts';
import type { Tracer } from './tracer.ts';

/** Where a request goes that no proxy directs: to the pods of a Service by its address, to a pod, or out of the cluster. */
export function direct(tracer: Tracer, namespace: string, request: Request, depth: number): Hop {
  const { mesh } = tracer;
  const { address } = request;
  if (address?.startsWith('pod:')) {
    const workload = mesh.workloads.find((entry) => `pod:${entry.key}` === address);
    if (workload) return tracer.arrive(workload, { ...request, address: undefined }, answererOf(request, workload), depth + 1);
  }
  const service =
    address === undefined
      ? kubeServiceNamed(mesh, namespace, nameOf(request))
      : (kubeServiceAt(mesh, address) ?? headless(tracer, namespace, request));
  if (service) return toService(tracer, service, request, depth);
  const answerer = answererOf(request, undefined);
  return endHop(request, [decision('endpoint', `${answerer.host}:${answerer.port}, outside of the mesh`)], {
    kind: 'answered',
    by: answerer,
    request,
  });
}

/** The name that the client calls, for lack of an address. */
export function nameOf(request: Request): string {
  return withoutPort(request.host) || (request.serverName ?? '');
}

function headless(tracer: Tracer, namespace: string, request: Request): KubeService | undefined {
  const named = kubeServiceNamed(tracer.mesh, namespace, nameOf(request));
  return named?.headless ? named : undefined;
}

function toService(tracer: Tracer, kube: KubeService, request: Request, depth: number): Hop {
  const { mesh } = tracer;
  const service = mesh.registry.ofKubeService(kube);
  const port = service?.ports.find((entry) => entry.port === request.port);
  const name = `Service "${kube.namespace}/${kube.name}"`;
  const endpoints = service && port ? mesh.endpoints.of(service, port) : [];
  if (!service || endpoints.length === 0) {
    const because = port ? `${name} has no pods for port ${request.port}` : `${name} has no port ${request.port}`;
    const field = port?.field ?? service?.field;
    if (port && !mesh.namespaces.isClosed(kube.namespace)) {
      const open = decision('endpoint', because, { field, dependsOn: [{ on: 'outside', because }] });
      return endHop(request, [open], { kind: 'answered', by: { ...answererOf(request, undefined), host: service?.host ?? '' }, request });
    }
    const end = { kind: 'unreachable', reason: 'no-endpoint', status: undefined, because, field } as const;
    return endHop(request, [decision('endpoint', because, { field, refused: true })], end);
  }
  const branches = endpoints.map((endpoint): Branch => {
    const arriving = { ...request, port: endpoint.port, address: undefined };
    const by = { host: service.host, port: request.port, subset: '', workload: endpoint.workload, endpoint };
    const next = endpoint.workload
      ? tracer.arrive(endpoint.workload, arriving, by, depth + 1)
      : endHop(arriving, [], { kind: 'answered', by, request: arriving });
    return { share: 1 / endpoints.length, destination: undefined, endpoint, tls: undefined, next };
  });
  return { ...endHop(request, [decision('endpoint', name, { field: service.field })], undefined), at: 'network', branches };
}

function answererOf(request: Request, workload: Hop['workload']) {
  return { host: nameOf(request) || (request.address ?? ''), port: request.port, subset: '', workload, endpoint: undefined };
}
