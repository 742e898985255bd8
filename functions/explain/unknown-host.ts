import type { Field } from '../mesh/field.ts';
import type { Mesh } from '../mesh/mesh.ts';
import type { Service } from '../mesh/registry/service.ts';
import { nameOf } from '../mesh/trace/direct.ts';
import { kubeServiceNamed } from '../mesh/trace/resolve-name.ts';
import type { Hop } from '../mesh/trace/trace-result.ts';

interface Miss {
  readonly because: string;
  readonly field: Field | undefined;
}

/** Services and ServiceEntries for a host that pods do not know, and why they do not: they are hidden, not imported, or have other ports. */
export function hiddenHosts(mesh: Mesh, { workload, request }: Hop): readonly Miss[] {
  if (!workload) return [];
  const name = nameOf(request);
  const kube = kubeServiceNamed(mesh, workload.namespace, name);
  const own = kube && mesh.registry.ofKubeService(kube);
  const declared = own
    ? [own]
    : [...mesh.registry.withHost(name), ...mesh.registry.wildcards.filter(({ host }) => name.endsWith(host.slice(1)))];
  const { outbound, selected } = mesh.sidecarProxyOf(workload);
  return declared.map((service) => {
    const what = `${service.registry === 'kubernetes' ? 'Service' : 'ServiceEntry'} "${service.namespace}/${service.field.item.id.name}"`;
    const { field } = service;
    const ports = service.ports.map(({ port }) => port);
    if (!mesh.world.isVisible(service, workload.namespace))
      return { because: `${what} is not exported to namespace "${workload.namespace}"`, field };
    if (!ports.includes(request.port)) return { because: `${what} has port ${ports.join(', ') || 'none'}, not ${request.port}`, field };
    if (isImported(outbound.egress, service))
      return { because: `${what} has a port ${request.port} of another protocol (${protocolOf(service, request.port)})`, field };
    const sidecar = selected.sidecar;
    return {
      because: `Sidecar "${sidecar?.namespace}/${sidecar?.item.id.name}" does not import ${what}`,
      field: sidecar && { item: sidecar.item, path: ['spec', 'egress'] },
    };
  });
}

function isImported(egress: ReturnType<Mesh['sidecarProxyOf']>['outbound']['egress'], { host }: Service): boolean {
  return egress.some((scope) => scope.withHost(host).length > 0);
}

function protocolOf({ ports }: Service, number: number): string {
  return ports.find(({ port }) => port === number)?.protocol ?? 'unknown';
}
