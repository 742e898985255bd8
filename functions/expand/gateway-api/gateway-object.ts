import type { Gateway, ServerTLS } from '../../intent/model.ts';
import type { KubeObject } from '../../krm/kube-object.ts';
import { unlessEmpty } from '../made.ts';
import type { Dialect } from './dialect.ts';
import type { Listener } from './listeners.ts';

/** What a provider adds to a Gateway object. */
export interface GatewayExtras {
  readonly labels?: Readonly<Record<string, string>> | undefined;
  readonly annotations?: Readonly<Record<string, string>> | undefined;
  readonly spec?: object | undefined;
}

/** The Gateway object. `attached` are the namespaces of the routes of a listener, by its name. */
export function gatewayObject(
  gateway: Gateway,
  listeners: readonly Listener[],
  attached: ReadonlyMap<string, ReadonlySet<string>>,
  dialect: Dialect,
  extras: GatewayExtras = {},
): KubeObject {
  const { name, namespace, spec } = gateway;
  const target: Record<string, string> =
    spec.dns?.target === undefined ? {} : { 'external-dns.alpha.kubernetes.io/target': spec.dns.target };
  return {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'Gateway',
    metadata: {
      name,
      namespace,
      labels: unlessEmpty({ ...spec.labels, ...extras.labels }),
      annotations: unlessEmpty({ ...spec.annotations, ...target, ...extras.annotations }),
    },
    spec: {
      gatewayClassName: dialect.className(gateway),
      ...extras.spec,
      listeners: listeners.map((listener) => ({
        name: listener.name,
        port: listener.port,
        protocol: listener.protocol,
        hostname: listener.host === '*' ? undefined : listener.host,
        tls: listener.server.tls && listenerTLS(listener.server.tls, dialect),
        allowedRoutes: allowedRoutes(allowedNamespaces(gateway, listener, attached.get(listener.name)), gateway),
      })),
    },
  };
}

function listenerTLS(tls: ServerTLS, dialect: Dialect): object {
  const { mode, secretName, additionalSecretNames = [] } = tls;
  const options = dialect.tlsOptions(tls);
  if (mode === 'Passthrough' || mode === 'AutoPassthrough') return { mode: 'Passthrough', options };
  const names = [...(secretName === undefined ? [] : [secretName]), ...additionalSecretNames];
  return { mode: 'Terminate', certificateRefs: names.length > 0 ? names.map((name) => ({ name })) : undefined, options };
}

/** Who may attach routes: those that the intent gives the hosts to, otherwise the gateway's own, the declaring intent's, and those that have routes. */
function allowedNamespaces(
  gateway: Gateway,
  { namespaces, server }: Listener,
  attached: ReadonlySet<string> = new Set(),
): readonly string[] | '*' {
  if (server.httpsRedirect) return [...new Set([gateway.namespace, ...attached])].sort(); // our own redirect, and nobody else's route before it
  if (namespaces === '*') return '*';
  const declared = server.origins.some(({ path }) => path.includes('listeners') && path[1] === 'gateways');
  const own = declared ? [gateway.namespace, gateway.intent.namespace] : [];
  return [...new Set([...(namespaces ?? own), ...attached])].sort();
}

/** The gateway's own namespace alone is the API's default. */
function allowedRoutes(namespaces: readonly string[] | '*', { namespace }: Gateway): object | undefined {
  if (namespaces === '*') return { namespaces: { from: 'All' } };
  if (namespaces.every((name) => name === namespace)) return undefined;
  const selector = { matchExpressions: [{ key: 'kubernetes.io/metadata.name', operator: 'In', values: namespaces }] };
  return { namespaces: { from: 'Selector', selector } };
}
