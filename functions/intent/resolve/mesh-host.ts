import { valueAt } from '../../diagnostics/path.ts';
import type { Item } from '../../krm/item.ts';
import type { Facts, Intent } from '../model.ts';

interface MeshHostContext {
  readonly facts: Facts;
  /** Hosts outside of the mesh that the package knows, whose names may look like that of a Service. */
  readonly outside: ReadonlySet<string>;
}

/**
 * A service name as proxies know it: `service` of the intent's namespace, `service.namespace`, or a full name, as in `to`. Istio does not complete a name that has
 * a dot. Hosts outside of the mesh are taken as they are: those that the package declares, and longer names.
 */
export function meshHost(host: string, namespace: string, { facts, outside }: MeshHostContext): string {
  const suffix = `svc.${facts.clusterDomain}`;
  if (host.startsWith('*') || host.endsWith(`.${suffix}`) || outside.has(host)) return host;
  const [service, serviceNamespace = namespace, ...rest] = host.split('.');
  return rest.length === 0 || rest.join('.') === 'svc' ? `${service}.${serviceNamespace}.${suffix}` : host;
}

/** Hosts of ServiceEntries and of the intents' `egress`. */
export function hostsOutside(intents: readonly Intent[], items: readonly Item[]): ReadonlySet<string> {
  // Only intents ask, and ServiceEntries may be thousands.
  if (intents.length === 0) return new Set();
  const entries = items.filter(({ id }) => id.kind === 'ServiceEntry').map(({ object }) => valueAt(object.spec, ['hosts']));
  const egress = intents.flatMap(({ spec }) => spec.egress ?? []);
  return new Set([
    ...entries.flatMap((hosts) => (Array.isArray(hosts) ? hosts.map(String) : [])),
    ...egress.flatMap(({ hosts = [], url }) => [...hosts, /^[a-z]+:\/\/([^:/]+)/.exec(url ?? '')?.[1] ?? '']),
  ]);
}
