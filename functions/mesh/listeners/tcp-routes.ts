import { overlaps } from '../../hosts/host-name.ts';
import type { Field } from '../field.ts';
import { type RouteContext, routeDestination } from '../routes/build-routes.ts';
import type { Destination } from '../routes/http-rule.ts';
import type { RouteDestination } from '../routes/route.ts';
import type { L4Match, TlsMatch, TlsRule, VirtualService } from '../routes/virtual-services.ts';
import { gatewayKey, type Server } from './gateway.ts';

/** Where the connections of a server go, and who says so. */
export interface TcpRoute {
  readonly destinations: readonly RouteDestination[];
  readonly virtualService: VirtualService;
  readonly field: Field;
}

/** What a connection needs to find its clusters. */
export type TcpContext = Pick<RouteContext, 'service' | 'cluster' | 'port'>;

/**
 * The route of an opaque server, or of one that ends TLS: the first `tcp` rule, in the oldest VirtualService, that fits the server.
 * Rules of other VirtualServices are ignored (`core/gateway.go` buildGatewayNetworkFiltersFromTCPRoutes).
 */
export function tcpRoute(server: Server, virtualServices: readonly VirtualService[], context: TcpContext): TcpRoute | undefined {
  for (const virtualService of virtualServices) {
    if (!sharesHost(server, virtualService)) continue;
    const rule = virtualService.tcp.find(
      (entry) => entry.destinations.length > 0 && (entry.matches.length === 0 || entry.matches.some((match) => fits(match, server))),
    );
    if (rule) return { destinations: tcpDestinations(rule.destinations, context), virtualService, field: rule.field };
    const fallback = virtualService.semantics === 'gateway-api' ? terminatedTlsRoute(server, virtualService.tls) : undefined;
    if (fallback) return { destinations: tcpDestinations(fallback.destinations, context), virtualService, field: fallback.field };
  }
  return undefined;
}

/** TLSRoutes on a listener that ends TLS count as rules for what is inside. */
function terminatedTlsRoute(server: Server, rules: readonly TlsRule[]): TlsRule | undefined {
  return rules.find((rule) => rule.matches.some((match) => fits(match, server)));
}

/** One route for every match of every `tls` rule that fits a passthrough server. */
export interface TlsRoute extends TcpRoute {
  readonly match: TlsMatch;
}

export function tlsRoutes(server: Server, virtualServices: readonly VirtualService[], context: TcpContext): readonly TlsRoute[] {
  return virtualServices
    .filter((virtualService) => sharesHost(server, virtualService))
    .flatMap((virtualService) =>
      virtualService.tls
        .filter((rule) => rule.destinations.length > 0)
        .flatMap((rule) =>
          rule.matches
            .filter((match) => fits(match, server))
            .map((match) => ({ match, destinations: tcpDestinations(rule.destinations, context), virtualService, field: match.field })),
        ),
    );
}

/** Destinations of a connection: the weight of a single one does not matter, and of several those with none get nothing. */
export function tcpDestinations(destinations: readonly Destination[], context: TcpContext): readonly RouteDestination[] {
  const [only, ...more] = destinations;
  if (only && more.length === 0) return [routeDestination({ ...only, weight: 100 }, context)];
  return destinations.filter((entry) => entry.weight > 0).map((entry) => routeDestination(entry, context));
}

/** Whether a VirtualService has a host that a server serves. */
export function sharesHost(server: Server, virtualService: VirtualService): boolean {
  return server.hosts.some(
    (host) =>
      (host.namespace === undefined || host.namespace === virtualService.namespace) &&
      virtualService.hosts.some((other) => overlaps(host.name, other)),
  );
}

/** Whether a match of a connection can hold at a server. */
export function fits(match: L4Match, server: Server): boolean {
  const port = match.port === 0 || match.port === server.port;
  return port && (match.gateways.length === 0 || match.gateways.includes(gatewayKey(server.gateway)));
}
