import { isSubsetOf, withoutPort } from '../../hosts/host-name.ts';
import { serverName } from '../listeners/gateway-listeners.ts';
import type { GatewayProxy } from '../listeners/gateway-proxy.ts';
import { changedRequest } from './change-request.ts';
import { checkPolicies } from './check-policies.ts';
import { addressesAtGateway, forwardedRequest } from './client-address.ts';
import { type Connected, connect } from './connect.ts';
import { decision } from './decision.ts';
import { atEnvoyGateway, connectionDecisions } from './envoy-gateway.ts';
import { extensionsOf } from './extensions.ts';
import { withFault } from './fault.ts';
import { forward } from './forward.ts';
import { innerOf } from './inner-of.ts';
import { normalizePath } from './normalize-path.ts';
import type { Request } from './request.ts';
import { type Routed, routeRequest } from './route-request.ts';
import type { Hop } from './trace-result.ts';
import type { Tracer } from './tracer.ts';

/** What a gateway does with a request on one of its container ports (`request.port`). */
export function gatewayHop(tracer: Tracer, proxy: GatewayProxy, request: Request, depth: number): Hop {
  const connected = connect(proxy.listeners, request, request.port, proxy.merged.skipped);
  const start: Hop = {
    at: 'gateway',
    workload: proxy.workload,
    request,
    decisions: [...selection(proxy, connected), ...connected.decisions],
    listener: connected.listener,
    chain: connected.chain,
    virtualHost: undefined,
    route: undefined,
    branches: [],
    end: connected.end,
  };
  const handler = connected.chain?.handler;
  if (connected.end || !handler) return start;
  const http = handler.kind === 'http';
  const normalized = http ? { ...request, path: normalizePath(request.path, tracer.mesh.settings.pathNormalization) } : request;
  const visible = connected.chain?.tls ? normalized : { ...normalized, principal: undefined };
  const addresses = addressesAtGateway(request, proxy.workload, tracer.mesh.settings);
  const checked = checkPolicies(tracer.mesh, proxy.workload, visible, http, addresses);
  const passed: Hop = {
    ...start,
    decisions: [
      ...start.decisions,
      ...extensionsOf(tracer.mesh, proxy.workload),
      ...connectionDecisions(tracer.mesh, start),
      ...checked.decisions,
    ],
    end: checked.end,
  };
  if (checked.end) return passed;
  if (handler.kind === 'tcp') return { ...passed, branches: forwardConnection(tracer, passed, handler.destinations, depth) };
  return handler.kind === 'http' ? requestHop(tracer, passed, routeRequest(handler.table, checked.request), checked.onward, depth) : passed;
}

/** Whether the Gateway that asked for the chain may select these pods. */
function selection(proxy: GatewayProxy, { chain }: Connected): Hop['decisions'] {
  const gateway = chain?.server?.server.gateway;
  const selected = proxy.gateways.find((entry) => entry.gateway === gateway);
  const dependsOn = [...proxy.workload.proxy.truth.dependsOn, ...(selected?.truth.dependsOn ?? [])];
  return dependsOn.length === 0 ? [] : [decision('entry', 'the Gateway selects these pods', { dependsOn, field: gateway?.selectorField })];
}

/** Connections are passed on as they are, without the TLS that ended here. */
function forwardConnection(tracer: Tracer, hop: Hop, destinations: Parameters<typeof forward>[1], depth: number): Hop['branches'] {
  const inner = { ...innerOf(hop.request, hop.chain?.tls !== undefined), clientIP: undefined };
  return forward({ proxy: 'gateway', workload: hop.workload, tracer, depth, statusWithoutCluster: undefined }, destinations, () => inner);
}

function requestHop(tracer: Tracer, hop: Hop, found: Routed, passed: Request, depth: number): Hop {
  const { routed, request, fault } = atEnvoyGateway(tracer.mesh, hop, found, passed);
  const { virtualHost, route, end } = routed;
  const decided: Hop = { ...hop, decisions: [...withServer(tracer, hop, request), ...routed.decisions], virtualHost, route, end };
  if (end || route?.action.kind !== 'forward') return decided;
  const { action } = route;
  const inner = forwardedRequest(innerOf(request, true));
  const branches = forward(
    { proxy: 'gateway', workload: hop.workload, tracer, depth, statusWithoutCluster: action.statusWithoutCluster },
    action.destinations,
    (destination) => changedRequest(inner, route, action, destination),
  );
  return { ...decided, branches: withFault(branches, fault ?? action.fault, request, route.field) };
}

/** Servers that share a port in plain text are one chain: the one with the host is named, not the first. */
function withServer({ mesh }: Tracer, { workload, chain, decisions }: Hop, { host }: Request): Hop['decisions'] {
  const first = chain?.server;
  if (!workload || !first || first.routeName === '' || chain.tls) return decisions;
  const sharing = mesh.gatewayProxyOf(workload)?.merged.byRouteName.get(first.routeName) ?? [];
  const fitting = sharing.filter(({ server }) => server.hosts.some(({ name }) => isSubsetOf(withoutPort(host), name)));
  const [meant] = fitting;
  if (meant === undefined || fitting.includes(first)) return decisions;
  return decisions.map((made) =>
    made.what === 'chain' && made.because === chain.name ? { ...made, because: serverName(meant.server), field: meant.server.field } : made,
  );
}
