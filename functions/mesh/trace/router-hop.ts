import { withoutPort } from '../../hosts/host-name.ts';
import { type OpenshiftRoute, portOfRoute, routeFor } from '../listeners/openshift-routes.ts';
import { decision } from './decision.ts';
import { direct } from './direct.ts';
import { endHop } from './end-hop.ts';
import { pathOf } from './match-route.ts';
import type { Request } from './request.ts';
import type { Decision, End, Hop } from './trace-result.ts';
import type { Tracer } from './tracer.ts';

/** Whether OpenShift's router takes a request from outside: it is for a Route, on a port where the router listens. */
export function routedByOpenshift({ mesh }: Tracer, request: Request): OpenshiftRoute | undefined {
  if (mesh.openshiftRoutes.length === 0 || !isRouters(request)) return undefined;
  return routeFor(mesh.openshiftRoutes, hostOf(request), pathOf(request));
}

/** The router serves HTTP on port 80 and TLS on 443. */
export function isRouters({ port, tls, protocol }: Request): boolean {
  return (port === 80 && tls === 'none' && protocol !== 'tcp') || (port === 443 && tls === 'tls');
}

function hostOf({ host, serverName }: Request): string {
  return withoutPort(host) || (serverName ?? '');
}

/** What OpenShift's router does with a request for a Route: it answers itself, or hands it to a Service. */
export function routerHop(tracer: Tracer, route: OpenshiftRoute, request: Request): Hop {
  const { item, termination, insecure } = route;
  const field = { item, path: ['spec', 'tls'] };
  const found = decision('entry', `Route "${route.namespace}/${item.id.name}" of OpenShift's router`, {
    field: { item, path: ['spec', 'host'] },
  });
  if (request.tls === 'none' && termination !== 'none') {
    if (insecure === 'Redirect') {
      const made = decision('route', 'plain HTTP is redirected to https', { field });
      return ended(request, [found, made], {
        kind: 'redirected',
        status: 302,
        location: `https://${hostOf(request)}${request.path}`,
        field,
      });
    }
    if (insecure === 'None') return refused(request, found, 'the Route takes no plain HTTP', field);
  }
  if (request.tls !== 'none' && termination === 'none') return refused(request, found, 'the Route takes plain HTTP only', field);
  return toService(tracer, route, request, found);
}

function refused(request: Request, found: Decision, because: string, field: Decision['field']): Hop {
  const end: End = { kind: 'unreachable', reason: 'no-route', status: 503, because, field };
  return ended(request, [found, decision('route', because, { field, refused: true })], end);
}

function ended(request: Request, decisions: readonly Decision[], end: End | undefined): Hop {
  return { ...endHop(request, decisions, end), at: 'router', workload: undefined };
}

function toService(tracer: Tracer, route: OpenshiftRoute, request: Request, found: Decision): Hop {
  const { mesh } = tracer;
  const { namespace, item } = route;
  const service = mesh.world.services.inNamespace(namespace).find(({ name }) => name === route.service);
  const port = service && portOfRoute(route, service);
  const registered = service && mesh.registry.ofKubeService(service);
  if (!registered || !port) {
    const what = service
      ? `Service "${namespace}/${route.service}" has no port "${route.targetPort}"`
      : `there is no Service "${namespace}/${route.service}"`;
    return refused(request, found, what, { item, path: service ? ['spec', 'port'] : ['spec', 'to', 'name'] });
  }
  const sent = { ...passedOn(route, request), address: registered.address, port: port.port };
  const words = {
    none: 'plain HTTP',
    edge: 'plain HTTP: TLS ends at the router',
    reencrypt: 'TLS anew, without a server name',
    passthrough: 'TLS as it came',
  };
  const how = decision('tls', words[route.termination], { field: { item, path: ['spec', 'tls'] } });
  const hop = ended(request, [found, how], undefined);
  return {
    ...hop,
    branches: [{ share: 1, destination: undefined, endpoint: undefined, tls: undefined, next: direct(tracer, namespace, sent, 0) }],
  };
}

/** The router writes down for whom it asks, where it sees requests; to the gateway it is the client. */
function passedOn({ termination }: OpenshiftRoute, request: Request): Request {
  if (request.tls !== 'none' && termination === 'passthrough') return { ...request, clientIP: undefined };
  const forwarded = [request.headers['x-forwarded-for'], request.clientIP].filter((part) => part !== undefined).join(',');
  const headers = {
    ...request.headers,
    'x-forwarded-host': hostOf(request),
    'x-forwarded-port': String(request.port),
    'x-forwarded-proto': request.tls === 'none' ? 'http' : 'https',
    ...(forwarded === '' ? {} : { 'x-forwarded-for': forwarded }),
  };
  const plain = {
    ...request,
    headers,
    clientIP: undefined,
    tls: 'none',
    serverName: undefined,
    alpn: undefined,
    clientCertificate: undefined,
  } as const;
  return termination === 'reencrypt' && request.tls !== 'none' ? { ...plain, tls: 'tls', alpn: 'http/1.1' } : plain;
}
