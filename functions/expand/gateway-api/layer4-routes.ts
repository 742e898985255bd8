import type { Exposure, Gateway } from '../../intent/model.ts';
import type { KubeObject } from '../../krm/kube-object.ts';
import { listenersFor, parentReferences } from './attach.ts';
import { backendReferences } from './backend-refs.ts';
import type { Dialect } from './dialect.ts';
import type { Listener } from './listeners.ts';
import { routeObject } from './route-objects.ts';

/** A route of TLS, TCP or UDP, and what carries it. */
export interface Layer4Route {
  readonly exposure: Exposure;
  readonly object: KubeObject;
  readonly listeners: readonly Listener[];
}

/** TLSRoutes go by the server name, TCPRoutes and UDPRoutes by the listener. */
export function layer4Routes(
  exposures: readonly Exposure[],
  gateway: Gateway,
  listeners: readonly Listener[],
  dialect: Dialect,
): Layer4Route[] {
  return exposures
    .filter(({ family, gateway: key }) => family !== 'http' && key === gateway.key)
    .map((exposure) => layer4Route(exposure, gateway, listeners, dialect));
}

function layer4Route(exposure: Exposure, gateway: Gateway, listeners: readonly Listener[], dialect: Dialect): Layer4Route {
  const { name, namespace, hosts, family, protocol, attachments, routes } = exposure;
  const kind = family === 'tls' ? 'TLSRoute' : protocol === 'UDP' ? 'UDPRoute' : 'TCPRoute';
  const named = attachments.map(({ port }) => port).filter((port) => port !== undefined);
  const ports = named.length < attachments.length ? undefined : named;
  const attachable = { gateway, namespace, hosts, ports, protocols: protocols[kind] };
  const [route] = routes as [Exposure['routes'][number]];
  const object = routeObject(
    kind,
    name,
    namespace,
    { exposures: [exposure], gateway },
    {
      parentRefs: parentReferences(attachable, listeners),
      hostnames: family === 'tls' ? hosts : undefined,
      rules: [{ backendRefs: backendReferences(route, { exposure, gateway, namespace }, dialect) }],
    },
  );
  return { exposure, object, listeners: listenersFor(attachable, listeners) };
}

const protocols = { TLSRoute: ['TLS'], UDPRoute: ['UDP'], TCPRoute: ['TCP', 'TLS'] } as const;
