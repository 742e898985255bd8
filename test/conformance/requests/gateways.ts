import type { KubeObject } from '../../../functions/krm/kube-object.ts';
import type { MeshProxy } from '../judges/mesh.ts';

/** A gateway of the cluster: pods with Istio's gateway template, or a Gateway of the Gateway API for which istiod makes such pods. */
export interface Gateway {
  /** `namespace/name`. */
  readonly id: string;
  readonly proxy: MeshProxy;
  /** Ports on which it is entered. */
  readonly ports: readonly number[];
  /** It has an address outside of the cluster. */
  readonly open: boolean;
}

/** All gateways that the objects make. */
export function findGateways(objects: readonly KubeObject[]): readonly Gateway[] {
  const services = objects.filter((object) => object.kind === 'Service');
  const routes = new Set(objects.filter((object) => object.kind === 'Route').map(routedService));
  return objects.flatMap((object): Gateway[] => {
    const id = `${object.metadata.namespace ?? 'default'}/${object.metadata.name}`;
    if (isGatewayWorkload(object)) {
      const selecting = services.filter((service) => selects(service, object));
      const open = selecting.some(
        (service) => serviceType(service) !== 'ClusterIP' || routes.has(`${namespaceOf(service)}/${service.metadata.name}`),
      );
      return [{ id, proxy: { deployment: id }, ports: selecting.flatMap(servicePorts).map((port) => port.port), open }];
    }
    if (isGatewayApiGateway(object)) {
      const { listeners = [] } = object.spec as { listeners?: readonly { port: number }[] };
      return [{ id, proxy: { gateway: id }, ports: listeners.map((listener) => listener.port), open: true }];
    }
    return [];
  });
}

/** The gateway that a client outside enters for a port: the only one, else the only one with an outside address. */
export function enteredGateway(gateways: readonly Gateway[], port: number, named?: string): Gateway {
  if (named !== undefined)
    return only(
      gateways.filter((gateway) => gateway.id === named),
      `no gateway "${named}"; there are ${ids(gateways)}`,
    );
  const candidates = [gateways.filter((gateway) => gateway.ports.includes(port)), gateways].filter((list) => list.length > 0);
  const narrowed = candidates.flatMap((list) => [list, list.filter((gateway) => gateway.open)]);
  return only(
    narrowed.find((list) => list.length === 1) ?? [],
    `\`gateway\` must say which gateway is entered: ${ids(gateways) || 'there is none'}`,
  );
}

function only(list: readonly Gateway[], otherwise: string): Gateway {
  const [gateway] = list;
  if (!gateway) throw new Error(otherwise);
  return gateway;
}

function ids(gateways: readonly Gateway[]): string {
  return gateways.map((gateway) => gateway.id).join(', ');
}

interface PodTemplate {
  readonly metadata?: { readonly labels?: Readonly<Record<string, string>>; readonly annotations?: Readonly<Record<string, string>> };
}

export interface ServicePort {
  readonly name?: string;
  readonly port: number;
  readonly targetPort?: number | string;
}

export function podTemplate(object: KubeObject): PodTemplate {
  return (object.spec as { template?: PodTemplate } | undefined)?.template ?? {};
}

/** A workload whose pods Istio's gateway template turns into gateways. */
export function isGatewayWorkload(object: KubeObject): boolean {
  if (!['Deployment', 'StatefulSet', 'DaemonSet'].includes(object.kind)) return false;
  const templates = podTemplate(object).metadata?.annotations?.['inject.istio.io/templates'] ?? '';
  return templates.split(',').some((name) => name.trim() === 'gateway');
}

function isGatewayApiGateway({ kind, apiVersion, spec }: KubeObject): boolean {
  const { gatewayClassName, addresses = [] } = (spec ?? {}) as { gatewayClassName?: string; addresses?: readonly unknown[] };
  return (
    kind === 'Gateway' && apiVersion.startsWith('gateway.networking.k8s.io/') && gatewayClassName === 'istio' && addresses.length === 0
  );
}

export function namespaceOf(object: KubeObject): string {
  return object.metadata.namespace ?? 'default';
}

/** Does the Service select the pods of the workload? */
export function selects(service: KubeObject, workload: KubeObject): boolean {
  const { selector = {} } = (service.spec ?? {}) as { selector?: Readonly<Record<string, string>> };
  const labels = podTemplate(workload).metadata?.labels ?? {};
  const wanted = Object.entries(selector);
  return namespaceOf(service) === namespaceOf(workload) && wanted.length > 0 && wanted.every(([key, value]) => labels[key] === value);
}

export function servicePorts(service: KubeObject): readonly ServicePort[] {
  return (service.spec as { ports?: readonly ServicePort[] } | undefined)?.ports ?? [];
}

function serviceType(service: KubeObject): string {
  return (service.spec as { type?: string } | undefined)?.type ?? 'ClusterIP';
}

function routedService(route: KubeObject): string {
  return `${namespaceOf(route)}/${(route.spec as { to?: { name?: string } } | undefined)?.to?.name}`;
}
