import { type HostName, isAddress } from '../../hosts/host-name.ts';

/** The full name of a host as written in an object of a namespace: a name without a dot is a Service beside the object. */
export function qualifyHost(host: string, namespace: string, clusterDomain: string): HostName {
  if (host === '' || host === '*' || host.includes('.') || isAddress(host)) return host;
  return `${host}.${namespace}.svc.${clusterDomain}`;
}

/** The host name of a Kubernetes Service. */
export function serviceHost(name: string, namespace: string, clusterDomain: string): HostName {
  return `${name}.${namespace}.svc.${clusterDomain}`;
}

/** The name and namespace of the Kubernetes Service that a host means, if it has the form of one. */
export function serviceOfHost(host: HostName, clusterDomain: string): { readonly name: string; readonly namespace: string } | undefined {
  const suffix = `.svc.${clusterDomain}`;
  if (!host.endsWith(suffix)) return undefined;
  const [name, namespace, ...more] = host.slice(0, -suffix.length).split('.');
  return name && namespace && more.length === 0 ? { name, namespace } : undefined;
}

/** `namespace/name` of a gateway as written in a VirtualService; `mesh` stays `mesh`. */
export function qualifyGateway(gateway: string, namespace: string): string {
  if (gateway === 'mesh') return gateway;
  const slash = gateway.indexOf('/');
  if (slash >= 0) return gateway.slice(0, slash) === '.' ? `${namespace}/${gateway.slice(slash + 1)}` : gateway;
  const [name = '', owner] = gateway.split('.');
  return owner === undefined ? `${namespace}/${name}` : `${owner}/${name}`;
}

/** A host as a Gateway server or a Sidecar writes it: `namespace/name`; without a slash it is open to every namespace. */
export interface ScopedHost {
  readonly namespace: string | undefined;
  readonly name: HostName;
}

/** `./h` means the owner's namespace, and `*` as namespace means any: both are resolved here. */
export function scopedHost(text: string, owner: string): ScopedHost {
  const slash = text.indexOf('/');
  if (slash < 0) return { namespace: undefined, name: text };
  const namespace = text.slice(0, slash);
  const name = text.slice(slash + 1);
  if (namespace === '*') return { namespace: undefined, name };
  return { namespace: namespace === '.' ? owner : namespace, name };
}

/** The names under which pods of a namespace may call a Service, longest first. */
export function aliasesOfService(host: HostName, callerNamespace: string, clusterDomain: string): readonly HostName[] {
  const service = serviceOfHost(host, clusterDomain);
  if (!service) return [];
  const long = `${service.name}.${service.namespace}.svc`;
  const short = `${service.name}.${service.namespace}`;
  return service.namespace === callerNamespace ? [long, short, service.name] : [long, short];
}
