import { formatPath, type Path } from '../../diagnostics/path.ts';
import { isAddress } from '../../hosts/host-name.ts';
import { findingAt } from '../../krm/finding-at.ts';
import type { Item, Origin } from '../../krm/item.ts';
import type { Backend as WrittenBackend } from '../generated/gateway-intent.ts';
import type { Backend, Facts, Intent } from '../model.ts';
import type { Report } from './report.ts';

/** The Services of the package, by `namespace/name`. */
export type Services = ReadonlyMap<string, Item>;

export function servicesOf(items: readonly Item[]): Services {
  return new Map(
    items
      .filter(({ id }) => id.kind === 'Service' && id.apiVersion === 'v1')
      .map((item) => [`${item.id.namespace ?? 'default'}/${item.id.name}`, item]),
  );
}

export interface BackendContext {
  readonly intent: Intent;
  readonly facts: Facts;
  readonly services: Services;
  readonly report: Report;
}

/** `to: service[.namespace][:port]` as a backend. */
export function backendOf(to: string, path: Path, context: BackendContext): Backend {
  const [host = '', port] = to.split(':');
  const { intent, facts, report } = context;
  const suffix = `.svc.${facts.clusterDomain}`;
  const labels = (host.endsWith(suffix) ? host.slice(0, -suffix.length) : host.endsWith('.svc') ? host.slice(0, -4) : host).split('.');
  if (labels.length > 2)
    report(
      findingAt('GI0203', intent.item, path, {
        message: `\`${formatPath(path)}\` "${to}" is no Service: it must be \`service[.namespace][:port]\``,
        fix: `for an outside name, write \`backends: [{host: ${host}, port: ${port ?? 443}}]\``,
      }),
    );
  const [service = '', namespace] = labels;
  return serviceBackend({ service, namespace, port: port === undefined ? undefined : Number(port) }, path, context);
}

/** An entry of `backends[]`. */
export function writtenBackend(written: WrittenBackend, path: Path, context: BackendContext): Backend {
  const { host, port, weight, labels, subset, requestHeaders, responseHeaders } = written;
  const rest = {
    weight,
    labels,
    subset: subset ?? (labels && Object.values(labels).join('-').toLowerCase()),
    requestHeaders,
    responseHeaders,
  };
  if (host === undefined) return { ...serviceBackend(written as { service: string }, path, context), ...rest };
  const origin = { item: context.intent.item, path };
  const known = isAddress(host) ? `address-${host.replace(/[.:]/g, '-')}.gatewayintent.internal` : host;
  return {
    origin,
    kind: 'outside',
    name: host,
    namespace: context.intent.namespace,
    host: known,
    port: port ?? 443,
    servicePort: port ?? 443,
    ...rest,
  };
}

function serviceBackend(
  written: { service: string; namespace?: string | undefined; port?: number | undefined },
  path: Path,
  context: BackendContext,
): Backend {
  const { intent, facts, services } = context;
  const namespace = written.namespace ?? intent.namespace;
  const port = servicePort(services.get(`${namespace}/${written.service}`), { ...written, namespace }, path, context);
  return {
    origin: { item: intent.item, path } satisfies Origin,
    kind: 'service',
    name: written.service,
    namespace,
    host: `${written.service}.${namespace}.svc.${facts.clusterDomain}`,
    port,
    servicePort: port,
    weight: undefined,
    labels: undefined,
    subset: undefined,
    requestHeaders: undefined,
    responseHeaders: undefined,
  };
}

interface ServicePort {
  readonly port: number;
  readonly targetPort?: number | string;
  readonly name?: string;
}

/** The port that is called: as written when the Service has it, or the only one of a Service in the package. */
function servicePort(
  service: Item | undefined,
  written: { service: string; namespace: string; port?: number | undefined },
  path: Path,
  { intent, report }: BackendContext,
): number {
  const name = `${written.service}.${written.namespace}`;
  const ports = ((service?.object.spec as { ports?: ServicePort[] } | undefined)?.ports ?? []).filter(
    (port) => typeof port?.port === 'number',
  );
  if (written.port === undefined) {
    if (ports.length === 1) return (ports[0] as ServicePort).port;
    const known = ports.map(({ port }) => port).join(', ');
    report(
      findingAt('GI0204', intent.item, path, {
        message:
          service === undefined
            ? `\`${formatPath(path)}\` must name a port: Service "${written.namespace}/${written.service}" is not in the package`
            : `\`${formatPath(path)}\` must name a port: Service "${written.namespace}/${written.service}" has ${known === '' ? 'none' : known}`,
        fix: `write \`${name}:${ports[0]?.port ?? 8080}\``,
      }),
    );
    return 0;
  }
  if (service === undefined || ports.length === 0 || ports.some(({ port }) => port === written.port)) return written.port;
  const behind = ports.find(({ targetPort }) => targetPort === written.port);
  report(
    findingAt('GI0204', intent.item, path, {
      message: `Service "${written.namespace}/${written.service}" has no port ${written.port}${behind ? ` (${written.port} is the target of its port ${behind.port})` : ''}`,
      fix: `use ${ports.map(({ port }) => port).join(' or ')}`,
    }),
  );
  return written.port;
}
