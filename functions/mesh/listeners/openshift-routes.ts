import type { Item } from '../../krm/item.ts';
import type { Inventory } from '../inventory/inventory.ts';
import type { KubeService, KubeServicePort } from '../inventory/services.ts';
import { asNumber, asRecord, asText, isSet } from '../loose.ts';

/** A Route of OpenShift: what its router does with a host. */
export interface OpenshiftRoute {
  readonly item: Item;
  readonly namespace: string;
  readonly host: string;
  /** `/` for every path. */
  readonly path: string;
  /** Also for every other name beside the host. */
  readonly subdomain: boolean;
  readonly service: string;
  /** Name of a port of the Service, or a port of its pods; absent: the first one. */
  readonly targetPort: string | number | undefined;
  readonly termination: 'none' | 'edge' | 'passthrough' | 'reencrypt';
  /** What plain HTTP gets where the Route is for TLS. */
  readonly insecure: 'None' | 'Allow' | 'Redirect';
}

const terminations = new Set(['edge', 'passthrough', 'reencrypt']);

export function openshiftRoutes(objects: Inventory): readonly OpenshiftRoute[] {
  return objects.ofKind('route.openshift.io', 'Route').map((item) => {
    const spec = asRecord(item.object.spec);
    const tls = asRecord(spec.tls);
    const termination = asText(tls.termination).toLowerCase();
    const insecure = asText(tls.insecureEdgeTerminationPolicy);
    const port = asRecord(spec.port).targetPort;
    return {
      item,
      namespace: objects.namespaceOf(item),
      host: asText(spec.host).toLowerCase(),
      path: asText(spec.path) || '/',
      subdomain: spec.wildcardPolicy === 'Subdomain',
      service: asText(asRecord(spec.to).name),
      targetPort: isSet(port) ? (asNumber(port) ?? asText(port)) : undefined,
      termination: terminations.has(termination) ? (termination as OpenshiftRoute['termination']) : 'none',
      insecure: insecure === 'Allow' || insecure === 'Redirect' ? insecure : 'None',
    };
  });
}

/** The Route that takes a host and path: a name before a wildcard, the longest path first. */
export function routeFor(routes: readonly OpenshiftRoute[], host: string, path: string): OpenshiftRoute | undefined {
  const name = host.toLowerCase();
  const fitting = routes.filter((route) => isNamed(route, name) && isUnder(path, route.path));
  return [...fitting].sort((a, b) => Number(b.host === name) - Number(a.host === name) || b.path.length - a.path.length)[0];
}

function isNamed({ host, subdomain }: OpenshiftRoute, name: string): boolean {
  const parent = (text: string) => text.slice(text.indexOf('.') + 1);
  return host === name || (subdomain && parent(host) === parent(name));
}

function isUnder(path: string, wanted: string): boolean {
  return wanted === '/' || path === wanted || path.startsWith(wanted.endsWith('/') ? wanted : `${wanted}/`);
}

/** The port of a Service that a Route leads to. */
export function portOfRoute({ targetPort }: OpenshiftRoute, service: KubeService): KubeServicePort | undefined {
  if (targetPort === undefined) return service.ports[0];
  return service.ports.find((port) => port.name === targetPort) ?? service.ports.find((port) => port.targetPort === targetPort);
}
