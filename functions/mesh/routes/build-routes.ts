import { isEmpty, type Labels, selects } from '../inventory/labels.ts';
import type { Cluster } from '../registry/cluster.ts';
import type { Service } from '../registry/service.ts';
import type { Destination, HeaderChange, HttpMatch, HttpRule } from './http-rule.ts';
import type { ForwardAction, Route, RouteAction, RouteDestination } from './route.ts';
import { isCatchAll, routeMatch } from './route-match.ts';
import type { VirtualService } from './virtual-services.ts';

/** The proxy and the port for which routes are built. */
export interface RouteContext {
  /** `mesh`, or `namespace/name` of the Gateway. */
  readonly gateway: string;
  /** The server's port, or the Service's port in the mesh. */
  readonly port: number;
  readonly labels: Labels;
  readonly namespace: string;
  readonly isTls: boolean;
  service(host: string): Service | undefined;
  cluster(host: string, port: number, subset: string): Cluster;
  readonly defaultRetries: ForwardAction['retries'];
}

/** The routes of a VirtualService for one port, in order; nothing after its first catch-all is ever reached, so it is left out. */
export function buildRoutes(virtualService: VirtualService, context: RouteContext): readonly Route[] {
  const routes: Route[] = [];
  for (const rule of virtualService.http) {
    if (rule.matches.length === 0) {
      routes.push(buildRoute(virtualService, rule, undefined, context));
      return routes;
    }
    for (const match of rule.matches) {
      if (!applies(match, context)) continue;
      const route = buildRoute(virtualService, rule, match, context);
      routes.push(route);
      if (route.catchAll) return routes;
    }
  }
  return routes;
}

/** Whether a match can hold at this proxy and port: `sourceLabels` and `sourceNamespace` are ignored where `gateways` is set. */
export function applies(match: HttpMatch, context: Pick<RouteContext, 'gateway' | 'port' | 'labels' | 'namespace'>): boolean {
  if (match.port !== 0 && match.port !== context.port) return false;
  if (match.gateways.length > 0) return match.gateways.includes(context.gateway);
  if (!isEmpty(match.sourceLabels) && !selects(match.sourceLabels, context.labels)) return false;
  return match.sourceNamespace === '' || match.sourceNamespace === context.namespace;
}

function buildRoute(virtualService: VirtualService, rule: HttpRule, httpMatch: HttpMatch | undefined, context: RouteContext): Route {
  const match = routeMatch(httpMatch, virtualService.semantics);
  return {
    match,
    action: action(virtualService, rule, match.path.value, context),
    catchAll: isCatchAll(match),
    rule,
    httpMatch,
    virtualService,
    field: httpMatch?.field ?? rule.field,
  };
}

const redirectCodes = new Set([301, 302, 303, 307, 308]);

function action(virtualService: VirtualService, rule: HttpRule, path: string, context: RouteContext): RouteAction {
  if (rule.redirect) {
    if (!redirectCodes.has(rule.redirect.code))
      return { kind: 'nothing', because: `redirect code ${rule.redirect.code} is not known to the proxy` };
    return { kind: 'redirect', redirect: rule.redirect, port: redirectPort(rule.redirect, context) };
  }
  if (rule.directResponse) return { kind: 'respond', response: rule.directResponse };
  return forward(virtualService, rule, path, context);
}

function redirectPort({ port, scheme }: NonNullable<HttpRule['redirect']>, context: RouteContext): number | undefined {
  if (port === undefined || port === 'protocol') return undefined;
  const number = port === 'request' ? context.port : port;
  const to = scheme || (context.isTls ? 'https' : 'http');
  return (number === 80 && to === 'http') || (number === 443 && to === 'https') ? undefined : number;
}

function forward(virtualService: VirtualService, rule: HttpRule, path: string, context: RouteContext): ForwardAction {
  const gatewayApi = virtualService.semantics === 'gateway-api';
  const [only, ...more] = rule.destinations;
  const single = only && more.length === 0 ? only : undefined;
  const own = rule.rewrite?.authority || authorityOf(rule.headers?.request);
  const removes = gatewayApi && rule.rewrite?.uri === '/' && !rule.rewrite.regex;
  return {
    kind: 'forward',
    destinations: single
      ? [routeDestination({ ...single, weight: 100 }, context)]
      : rule.destinations.filter((entry) => entry.weight > 0).map((entry) => routeDestination(entry, context)),
    rewrite: removes ? undefined : rule.rewrite,
    removePrefix: removes ? path : undefined,
    hostRewrite: own || (single && authorityOf(single.headers?.request)) || undefined,
    headers: [...(rule.headers ? [rule.headers] : []), ...(single?.headers ? [single.headers] : [])],
    timeout: rule.timeout ?? '0s',
    retries: rule.retries ?? context.defaultRetries,
    fault: rule.fault,
    mirrors: rule.mirrors
      .filter((mirror) => mirror.percent > 0)
      .map((mirror) => ({ destination: routeDestination(mirror.destination, context), percent: mirror.percent })),
    cors: rule.cors,
    statusWithoutCluster: gatewayApi ? 500 : 503,
  };
}

/** The host that `set` or `add` of the header `Host` or `:authority` ask for. */
export function authorityOf(change: HeaderChange | undefined): string {
  const find = (entries: ReadonlyMap<string, string> | undefined) =>
    [...(entries ?? [])].reverse().find(([name]) => name.toLowerCase() === 'host' || name.toLowerCase() === ':authority')?.[1] ?? '';
  return find(change?.set) || find(change?.add);
}

/** The cluster of a destination: its own port, else the only port of the service, else the port of the listener. */
export function routeDestination(destination: Destination, context: Pick<RouteContext, 'service' | 'cluster' | 'port'>): RouteDestination {
  const service = context.service(destination.host);
  const host = service?.externalName ?? destination.host;
  const only = service?.ports.length === 1 ? service.ports[0]?.port : undefined;
  const port = destination.port || only || context.port;
  const made = (): Cluster => context.cluster(host, port, destination.subset);
  return {
    host,
    port,
    subset: destination.subset,
    weight: destination.weight,
    headers: destination.headers,
    hostRewrite: authorityOf(destination.headers?.request) || undefined,
    get cluster() {
      return made();
    },
    destination,
    field: destination.field,
  };
}
