import type { KubeObject } from '../../../functions/krm/kube-object.ts';
import { type BackendName, findService, namedBackends, parseBackend, portName } from './backends.ts';
import { namespaceOf, podTemplate, selects } from './gateways.ts';
import type { Caller, ExpectedRequest } from './request-file.ts';

/** The workloads that requests name and that no file has: a Service and a Deployment for each backend, a Deployment for each caller. All have sidecars. */
export function madeUp(objects: readonly KubeObject[], requests: readonly ExpectedRequest[]): readonly KubeObject[] {
  const services = new Map<string, KubeObject>();
  for (const request of requests) {
    for (const { service, port } of namedBackends(request).map((name): BackendName => parseBackend(name, objects))) {
      if (!service || findService(objects, service)) continue;
      const id = `${service.namespace}/${service.name}`;
      services.set(id, withPort(services.get(id) ?? emptyService(service), port, portName(request, port)));
    }
  }
  const missing = [...objects.filter((object) => object.kind === 'Service'), ...services.values()].filter((service) =>
    isBackend(service, objects, requests),
  );
  const deployments = missing.map((service) => deployment(service.metadata.name, namespaceOf(service), selector(service)));
  const callers = requests.flatMap(({ from }) => (from ? [callerDeployment(from)] : []));
  const all = [
    ...services.values(),
    ...deployments,
    ...callers.filter((caller) => !objects.some((object) => sameWorkload(object, caller))),
  ];
  return [...new Map(all.map((object) => [`${object.kind} ${namespaceOf(object)}/${object.metadata.name}`, object])).values()];
}

/** A Service that a request names and behind which there is no workload. */
function isBackend(service: KubeObject, objects: readonly KubeObject[], requests: readonly ExpectedRequest[]): boolean {
  const named = requests.flatMap(namedBackends).map((name) => name.slice(0, name.indexOf(':')));
  const { selector: labels } = (service.spec ?? {}) as { selector?: unknown };
  return (
    labels !== undefined &&
    named.includes(`${service.metadata.name}.${namespaceOf(service)}`) &&
    !objects.some((object) => selects(service, object))
  );
}

function emptyService({ name, namespace }: { name: string; namespace: string }): KubeObject {
  return { apiVersion: 'v1', kind: 'Service', metadata: { name, namespace }, spec: { selector: { app: name }, ports: [] } };
}

function withPort(service: KubeObject, port: number, name: string): KubeObject {
  const spec = service.spec as { ports: readonly { port: number }[] };
  if (spec.ports.some((one) => one.port === port)) return service;
  return { ...service, spec: { ...spec, ports: [...spec.ports, { name, port, targetPort: port, protocol: 'TCP' }] } };
}

function selector(service: KubeObject): Readonly<Record<string, string>> {
  return (service.spec as { selector: Readonly<Record<string, string>> }).selector;
}

/** The name of the Deployment that a request leaves. */
export function callerName({ workload, serviceAccount }: Caller): string {
  return workload ?? serviceAccount ?? 'client';
}

function callerDeployment(from: Caller): KubeObject {
  const name = callerName(from);
  const made = deployment(name, from.namespace, { app: name, ...from.labels }, from.sidecar ?? true);
  if (!from.serviceAccount) return made;
  const { spec } = made as unknown as { spec: { template: { spec: object } } };
  const template = { ...spec.template, spec: { ...spec.template.spec, serviceAccountName: from.serviceAccount } };
  return { ...made, spec: { ...spec, template } };
}

function sameWorkload(object: KubeObject, caller: KubeObject): boolean {
  return (
    podTemplate(object).metadata !== undefined &&
    namespaceOf(object) === namespaceOf(caller) &&
    object.metadata.name === caller.metadata.name
  );
}

function deployment(name: string, namespace: string, labels: Readonly<Record<string, string>>, sidecar = true): KubeObject {
  const template = {
    metadata: { labels: { ...labels, 'sidecar.istio.io/inject': String(sidecar) } },
    spec: { containers: [{ name: 'app', image: 'app' }] },
  };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace },
    spec: { selector: { matchLabels: labels }, template },
  };
}
