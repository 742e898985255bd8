import type { KubeObject } from '../../../functions/krm/kube-object.ts';
import type { MeshAnswer } from '../judges/mesh.ts';
import { findService } from './backends.ts';
import { namespaceOf, servicePorts } from './gateways.ts';
import type { Target } from './request-file.ts';

interface RouteSpec {
  readonly host?: string;
  readonly path?: string;
  readonly to: { readonly name: string };
  readonly port?: { readonly targetPort: string | number };
  readonly wildcardPolicy?: 'None' | 'Subdomain';
  readonly tls?: {
    readonly termination: 'edge' | 'passthrough' | 'reencrypt';
    readonly insecureEdgeTerminationPolicy?: 'None' | 'Allow' | 'Redirect';
  };
}

/** What OpenShift's router does with a request: it answers itself, or hands it to a Service. */
export type Routing =
  | { readonly answer: MeshAnswer }
  | {
      readonly service: string;
      readonly port: number;
      readonly tls: 'plaintext' | 'tls';
      readonly sni: boolean;
      readonly headers: Readonly<Record<string, string>>;
    };

/** The router in front of the cluster; `undefined` when there are no Routes, so that nothing stands in front. */
export function routeByOpenshift(objects: readonly KubeObject[], target: Target): Routing | undefined {
  const routes = objects.filter(({ kind, apiVersion }) => kind === 'Route' && apiVersion.startsWith('route.openshift.io/'));
  if (routes.length === 0 || !(target.port in schemes)) return undefined;
  const candidates = routes.filter((route) => admits(route.spec as RouteSpec, target));
  const [route] = candidates.sort((one, other) => pathOf(other).length - pathOf(one).length);
  if (!route) return { answer: answerOf(503) };
  const spec = route.spec as RouteSpec;
  const refused = schemes[target.port] === 'http' ? insecure(spec, target) : undefined;
  if (refused) return { answer: refused };
  const forward = forwards[schemes[target.port] === 'http' ? 'insecure' : (spec.tls?.termination ?? 'none')];
  if (!forward) return { answer: answerOf(503) };
  const { tls, sni, seesHttp } = forward;
  return {
    service: `${namespaceOf(route)}/${spec.to.name}`,
    port: servicePort(objects, route, spec),
    tls,
    sni,
    headers: seesHttp ? forwardedHeaders(target) : {},
  };
}

/** The router's own answer to plain HTTP, where the Route is for TLS. */
function insecure({ tls }: RouteSpec, { host, path }: Target): MeshAnswer | undefined {
  if (!tls || tls.insecureEdgeTerminationPolicy === 'Allow') return undefined;
  return tls.insecureEdgeTerminationPolicy === 'Redirect' ? answerOf(302, `https://${host}${path}`) : answerOf(503);
}

function forwardedHeaders({ host, port }: Target): Readonly<Record<string, string>> {
  return { 'x-forwarded-proto': schemes[port] ?? 'http', 'x-forwarded-host': host, 'x-forwarded-port': String(port) };
}

const schemes: Readonly<Record<number, 'http' | 'https'>> = { 80: 'http', 443: 'https' };

/** How the router reaches the Service. It sends no server name of its own when it encrypts again. */
const forwards: Readonly<
  Record<string, { readonly tls: 'plaintext' | 'tls'; readonly sni: boolean; readonly seesHttp: boolean } | undefined>
> = {
  insecure: { tls: 'plaintext', sni: false, seesHttp: true },
  edge: { tls: 'plaintext', sni: false, seesHttp: true },
  reencrypt: { tls: 'tls', sni: false, seesHttp: true },
  passthrough: { tls: 'tls', sni: true, seesHttp: false },
};

function admits({ host = '', path = '/', wildcardPolicy }: RouteSpec, target: Target): boolean {
  const parent = (name: string) => name.slice(name.indexOf('.') + 1);
  const named = host === target.host || (wildcardPolicy === 'Subdomain' && parent(host) === parent(target.host));
  const asked = target.path.split('?')[0] ?? '/';
  return named && (path === '/' || asked === path || asked.startsWith(path.endsWith('/') ? path : `${path}/`));
}

function pathOf(route: KubeObject): string {
  return (route.spec as RouteSpec).path ?? '';
}

/** `port.targetPort` of a Route is the name of a port of the Service, or a port of the pods. */
function servicePort(objects: readonly KubeObject[], route: KubeObject, { to, port }: RouteSpec): number {
  const service = findService(objects, { name: to.name, namespace: namespaceOf(route) });
  const ports = service ? servicePorts(service) : [];
  const wanted = port?.targetPort;
  const found = wanted === undefined ? ports[0] : ports.find((one) => one.name === wanted || (one.targetPort ?? one.port) === wanted);
  if (!found) throw new Error(`Route ${namespaceOf(route)}/${route.metadata.name}: Service ${to.name} has no port ${wanted ?? ''}`);
  return found.port;
}

function answerOf(status: number, location?: string): MeshAnswer {
  return { answer: { status, headers: location ? { location: [location] } : {} }, hops: [] };
}
