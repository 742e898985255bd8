import type { Item } from '../../krm/item.ts';
import { ageIsKnown, ageOf } from '../age.ts';
import { byPrecedence } from '../gateway-api/precedence.ts';
import type { Route, RouteTable, VirtualHost } from '../routes/route.ts';
import { routeMatch } from '../routes/route-match.ts';
import type { VirtualService } from '../routes/virtual-services.ts';
import type { Dependence } from '../truth.ts';
import { locationOf } from './change-request.ts';
import { decision } from './decision.ts';
import { matchHost } from './match-host.ts';
import { matchText, mismatch, takes } from './match-route.ts';
import type { Request } from './request.ts';
import type { Decision, End, Rejected } from './trace-result.ts';

/** What a request meets: a route, or the end. */
export interface Routed {
  readonly virtualHost: VirtualHost | undefined;
  readonly route: Route | undefined;
  readonly decisions: readonly Decision[];
  readonly end: End | undefined;
}

/** Finds virtual host and route; redirects and responses of the proxy itself end here. */
export function routeRequest(table: RouteTable, request: Request): Routed {
  const virtualHost = matchHost(table, request.host);
  if (!virtualHost) {
    const because = `no route serves host "${request.host}" on this port`;
    return {
      virtualHost,
      route: undefined,
      decisions: [decision('virtual-host', because, { refused: true })],
      end: notFound('no-virtual-host', because),
    };
  }
  const found = decision('virtual-host', `virtual host ${virtualHost.domains.join(', ')}`, { field: virtualHost.fields[0] });
  const [redirect] = virtualHost.redirectToHttps;
  if (redirect && request.tls === 'none') {
    const decisions = [found, decision('route', 'plain HTTP is redirected to https before any route counts', { field: redirect })];
    return {
      virtualHost,
      route: undefined,
      decisions,
      end: { kind: 'redirected', status: 301, location: `https://${request.host}${request.path}`, field: redirect },
    };
  }
  const { route, rejected } = firstRoute(virtualHost, request);
  if (!route) {
    const because =
      virtualHost.routes.length === 0
        ? `virtual host ${virtualHost.domains.join(', ')} has no routes`
        : `no route of host "${request.host}" takes the request`;
    const decisions = [found, decision('route', because, { rejected, refused: true })];
    return { virtualHost, route, decisions, end: notFound('no-route', because) };
  }
  const decisions = [
    found,
    decision('route', nameOf(route), { field: route.field, rejected, dependsOn: rivals(virtualHost, route, request) }),
  ];
  return { virtualHost, route, decisions, end: endOf(route, request) };
}

function firstRoute(virtualHost: VirtualHost, request: Request): { route: Route | undefined; rejected: readonly Rejected[] } {
  const rejected: Rejected[] = [];
  for (const route of virtualHost.routes) {
    const because = mismatch(route.match, request);
    if (because === undefined) return { route, rejected };
    if (route.field) rejected.push({ field: route.field, because });
  }
  return { route: undefined, rejected };
}

/** Routes of other VirtualServices that would take the request if their object were older. */
function rivals(virtualHost: VirtualHost, route: Route, request: Request): readonly Dependence[] {
  const own = route.virtualService;
  if (!own) return [];
  if (own.semantics === 'gateway-api') return rivalRoutes(own, route, request);
  const found = new Map<string, Dependence>();
  for (const other of virtualHost.routes) {
    const { virtualService } = other;
    if (!virtualService || virtualService === own || other.catchAll !== route.catchAll) continue;
    const key = `${virtualService.namespace}/${virtualService.name}`;
    if (found.has(key) || ageIsKnown(own.age, virtualService.age) || !takes(other, request)) continue;
    const because = `"${own.namespace}/${own.name}" and "${key}" both take the request, and the older one wins`;
    found.set(key, { on: 'order', because, items: [own.item, virtualService.item] });
  }
  return [...found.values()];
}

/** Rules of the Gateway API with an equal match in another object: those of the older object come first. */
function rivalRoutes(own: VirtualService, { rule, field }: Route, request: Request): readonly Dependence[] {
  if (!rule || !field) return [];
  const found = new Map<Item, Dependence>();
  for (const other of own.http) {
    const rival = other.field.item;
    if (rival === field.item || found.has(rival) || byPrecedence(rule, other) !== 0) continue;
    if (ageIsKnown(ageOf(field.item, ''), ageOf(rival, '')) || mismatch(routeMatch(other.matches[0], 'gateway-api'), request)) continue;
    const because = `"${keyOf(field.item)}" and "${keyOf(rival)}" have equal matches, and the older one wins`;
    found.set(rival, { on: 'order', because, items: [field.item, rival] });
  }
  return [...found.values()];
}

const keyOf = ({ id }: Item): string => `${id.namespace ?? 'default'}/${id.name}`;

function nameOf(route: Route): string {
  const name = route.rule?.name ? `route "${route.rule.name}"` : 'route';
  const owner = route.virtualService;
  if (route.action.kind === 'passthrough' || route.action.kind === 'blocked') return 'no service that these pods know has this host';
  if (!owner) return 'the default route of the service';
  const { id } = route.field?.item ?? owner.item;
  return `${name} of ${id.kind} "${id.namespace ?? owner.namespace}/${id.name}" for ${matchText(route.match)}`;
}

function notFound(reason: 'no-virtual-host' | 'no-route', because: string): End {
  return { kind: 'unreachable', reason, status: 404, because, field: undefined };
}

function endOf(route: Route, request: Request): End | undefined {
  const { action } = route;
  if (action.kind === 'forward' || action.kind === 'passthrough' || action.kind === 'blocked') return undefined;
  if (action.kind === 'nothing')
    return { kind: 'unreachable', reason: 'no-route', status: undefined, because: action.because, field: route.field };
  if (action.kind === 'respond')
    return { kind: 'responded', status: action.response.status, body: action.response.body, field: action.response.field };
  const { redirect, port } = action;
  return { kind: 'redirected', status: redirect.code, location: locationOf(request, route, redirect, port), field: redirect.field };
}
