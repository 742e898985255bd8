import { formatPath, type Path } from '../../diagnostics/path.ts';
import { findingAt } from '../../krm/finding-at.ts';
import type { Exposure as WrittenExposure } from '../generated/gateway-intent.ts';
import type { Attachment, Exposure, Gateway, Intent, Protocol } from '../model.ts';
import { attachmentsOf, type Chosen, writtenListeners } from './attachments.ts';
import type { BackendContext } from './backends.ts';
import { findGateway, type GatewayContext } from './find-gateway.ts';
import { hostName } from './host-name.ts';
import { layer4Problems } from './layer4-problems.ts';
import { meshHost } from './mesh-host.ts';
import { routesOf } from './routes.ts';
import { httpProtocols } from './tls.ts';

type Context = GatewayContext & BackendContext & { readonly outside: ReadonlySet<string> };

/** The exposures of one intent: one for each gateway that serves it, and one for the mesh where it has `meshHosts`. */
export function exposuresOf(intent: Intent, context: Context): Exposure[] {
  return (intent.spec.expose ?? []).flatMap((written, index) => {
    const path = ['spec', 'expose', index];
    return [...gatewayExposures(written, path, intent, context), ...meshExposures(written, path, intent, context)];
  });
}

function gatewayExposures(written: WrittenExposure, path: Path, intent: Intent, context: Context): Exposure[] {
  if (written.hosts === undefined && written.meshHosts !== undefined) return [];
  const listeners = writtenListeners(written, path);
  const protocol = listeners[0]?.listener.protocol ?? (listeners[0]?.listener.tls?.mode === 'Passthrough' ? 'TLS' : 'HTTP');
  const hosts = written.hosts ?? (needsHosts(protocol) ? undefined : ['*']);
  if (hosts === undefined) {
    context.report(
      findingAt('GI0102', intent.item, [...path, 'hosts'], {
        message: `\`${formatPath([...path, 'hosts'])}\` must be set for ${protocol}`,
        fix: 'add `hosts:` with the names that clients use, or `meshHosts:` for routes inside the mesh',
      }),
    );
    return [];
  }
  const chosen = listeners.flatMap(({ listener, path: listenerPath }): Chosen[] => {
    const at = listener.gateway === undefined ? listenerPath : [...listenerPath, 'gateway'];
    const gateway = findGateway({ intent, path: at, name: listener.gateway, type: 'Ingress', hosts: written.hosts ?? [] }, context);
    return gateway === undefined ? [] : [{ gateway, listener, path: listenerPath }];
  });
  return [...new Set(chosen.map(({ gateway }) => gateway))].map((gateway) => {
    const attachments = chosen
      .filter((choice) => choice.gateway === gateway)
      .flatMap((choice) => attachmentsOf(choice, hosts, intent, context.report));
    return exposure({ written, path, intent, hosts, gateway, attachments, protocol, context });
  });
}

const needsHosts = (protocol: Protocol): boolean => httpProtocols.has(protocol) || protocol === 'TLS';

function meshExposures(written: WrittenExposure, path: Path, intent: Intent, context: Context): Exposure[] {
  if (written.meshHosts === undefined) return [];
  const hosts = written.meshHosts.map((host) => meshHost(host, intent.namespace, context));
  const protocol = written.protocol ?? 'HTTP';
  return [exposure({ written, path, intent, hosts, gateway: undefined, attachments: [], protocol, context })];
}

function exposure(known: {
  written: WrittenExposure;
  path: Path;
  intent: Intent;
  hosts: readonly string[];
  gateway: Gateway | undefined;
  attachments: readonly Attachment[];
  protocol: Protocol;
  context: Context;
}): Exposure {
  const { written, path, intent, hosts, gateway, attachments, protocol, context } = known;
  const family = httpProtocols.has(protocol) ? 'http' : protocol === 'TLS' ? 'tls' : 'tcp';
  if (family !== 'http') for (const problem of layer4Problems(written, path, intent, protocol)) context.report(problem);
  return {
    intent,
    origin: { item: intent.item, path },
    name:
      written.name ?? (gateway === undefined ? serviceName(hosts[0] as string, context) : routeName(hosts, protocol, attachments[0]?.port)),
    namespace: intent.namespace,
    gateway: gateway?.key,
    hosts,
    family,
    protocol,
    attachments,
    routes: routesOf(written, path, gateway?.spec.defaults, context),
    backendPolicy: written.backendPolicy,
    auth: written.auth,
    restrictBackend: written.restrictBackend?.selector,
    rateLimit: written.rateLimit,
    weightsOwner: written.weightsOwner,
    openshiftRoute: written.openshiftRoute,
    labels: written.labels ?? {},
    annotations: written.annotations ?? {},
  };
}

/** From the first host; from protocol and port where there is none. */
function routeName([host = '*']: readonly string[], protocol: Protocol, port: number | undefined): string {
  return host === '*' && !httpProtocols.has(protocol) ? `${protocol.toLowerCase()}-${port ?? 'any'}` : hostName(host);
}

/** The name of a Service of the intent's namespace, `name-namespace` of another one. */
function serviceName(host: string, { intent, facts }: Context): string {
  const suffix = `.svc.${facts.clusterDomain}`;
  if (!host.endsWith(suffix)) return hostName(host);
  const [name, namespace] = host.slice(0, -suffix.length).split('.');
  return namespace === intent.namespace ? `${name}` : hostName(`${name}.${namespace}`);
}
