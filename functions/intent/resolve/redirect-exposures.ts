import { isSubsetOf } from '../../hosts/host-name.ts';
import type { Attachment, Exposure, Gateway, Route } from '../model.ts';
import { httpProtocols } from './tls.ts';

const isPlain = ({ port, protocol, tls }: Pick<Attachment, 'port' | 'protocol' | 'tls'>): boolean =>
  port === 80 && tls === undefined && httpProtocols.has(protocol);

/**
 * Redirects from http that must be routes. A server of Istio that redirects does so for every host that it covers, also for a narrower one that another
 * server serves in plain HTTP; a route redirects its own host only. And a host that a declared listener has on port 80 adds nothing to the listeners.
 */
export function redirectExposures(gateway: Gateway, exposures: readonly Exposure[]): Exposure[] {
  const served = exposures.filter(({ attachments }) => attachments.some(isPlain)).flatMap(({ hosts }) => hosts);
  const declared = (gateway.spec.listeners ?? [])
    .filter(({ port, protocol, httpsRedirect }) => port === 80 && httpProtocols.has(protocol) && httpsRedirect !== true)
    .flatMap(({ hosts = ['*'] }) => hosts.map((host) => host.slice(host.indexOf('/') + 1)));
  const covers = (host: string): boolean =>
    !served.includes(host) &&
    ([...served, ...declared].some((narrow) => isSubsetOf(narrow, host)) || declared.some((wide) => isSubsetOf(host, wide)));
  return exposures.flatMap((exposure) => {
    const attachment = exposure.attachments.find(({ redirect }) => redirect !== undefined);
    const hosts = attachment === undefined ? [] : exposure.hosts.filter(covers);
    return attachment === undefined || hosts.length === 0 ? [] : [redirecting(exposure, attachment, hosts)];
  });
}

function redirecting(exposure: Exposure, attachment: Attachment, hosts: readonly string[]): Exposure {
  const [route] = exposure.routes as readonly [Route, ...Route[]];
  const redirect: Route = {
    origin: route.origin,
    name: undefined,
    matches: [],
    action: { kind: 'redirect', redirect: { scheme: 'https' } },
    rewrite: undefined,
    requestHeaders: undefined,
    responseHeaders: undefined,
    timeout: undefined,
    retries: undefined,
    fault: undefined,
    mirror: undefined,
    cors: undefined,
  };
  return {
    ...exposure,
    hosts,
    protocol: 'HTTP',
    attachments: [{ ...attachment, port: 80, protocol: 'HTTP', tls: undefined, redirect: undefined }],
    routes: [redirect],
    isRedirect: true,
    backendPolicy: undefined,
    auth: undefined,
    restrictBackend: undefined,
    rateLimit: undefined,
    weightsOwner: undefined,
    openshiftRoute: undefined,
  };
}
