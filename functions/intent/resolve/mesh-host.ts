import type { BackendContext } from './backends.ts';

/**
 * A service name as proxies know it. A name without a dot is a Service of the intent's namespace; `service.namespace` is one of the package. Other
 * names are taken as they are: Istio does not complete a name that has a dot.
 */
export function meshHost(host: string, namespace: string, { services, facts }: Pick<BackendContext, 'services' | 'facts'>): string {
  const suffix = `svc.${facts.clusterDomain}`;
  if (host.startsWith('*') || host.endsWith(`.${suffix}`)) return host;
  if (!host.includes('.')) return `${host}.${namespace}.${suffix}`;
  const [service, serviceNamespace, ...rest] = host.split('.');
  const isService = services.has(`${serviceNamespace}/${service}`) && (rest.length === 0 || rest.join('.') === 'svc');
  return isService ? `${service}.${serviceNamespace}.${suffix}` : host;
}
