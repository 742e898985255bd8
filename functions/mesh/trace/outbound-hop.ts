import type { SidecarProxy } from '../outbound/sidecar-proxy.ts';
import { capturesCall } from './capture.ts';
import { changedRequest } from './change-request.ts';
import { connect } from './connect.ts';
import { decision } from './decision.ts';
import { direct, nameOf } from './direct.ts';
import { endHop } from './end-hop.ts';
import { withFault } from './fault.ts';
import { type Forwarder, forward } from './forward.ts';
import { innerOf } from './inner-of.ts';
import { normalizePath } from './normalize-path.ts';
import type { Request } from './request.ts';
import { resolveName } from './resolve-name.ts';
import { routeRequest } from './route-request.ts';
import type { Branch, Decision, Hop } from './trace-result.ts';
import type { Tracer } from './tracer.ts';

/** What the sidecar of a workload does with a call of its application. */
export function outboundHop(tracer: Tracer, proxy: SidecarProxy, call: Request): Hop {
  const { workload, outbound, selected } = proxy;
  const resolved =
    call.address === undefined
      ? resolveName(tracer.mesh, workload.namespace, nameOf(call), outbound.dnsCapture)
      : { address: call.address, dependsOn: [] };
  const request = { ...call, address: resolved.address };
  const found = decision('entry', selected.sidecar ? 'by a Sidecar resource' : 'by the sidecar of the caller', {
    dependsOn: [
      ...workload.proxy.truth.dependsOn,
      ...selected.dependsOn,
      ...(call.protocol === 'tcp' || call.tls !== 'none' ? resolved.dependsOn : []),
    ],
    field: selected.sidecar && { item: selected.sidecar.item, path: [] },
  });
  if (!capturesCall(workload.annotations, request.address, request.port)) {
    const bypass = decision('entry', 'annotations of the pod keep this call from the sidecar');
    return { ...endHop(request, [found, bypass], undefined), workload, branches: [onward(tracer, proxy, request, 0)] };
  }
  const connected = connect(outbound.listeners(request.port), request, request.port, []);
  const start: Hop = {
    at: 'outbound',
    workload,
    request,
    decisions: [found, ...connected.decisions],
    listener: connected.listener,
    chain: connected.chain,
    virtualHost: undefined,
    route: undefined,
    branches: [],
    end: connected.end,
  };
  const handler = connected.chain?.handler;
  if (connected.end || !handler) return start;
  if (handler.kind === 'http') return routed(tracer, proxy, start, handler.table);
  if (handler.kind === 'tcp')
    return { ...start, branches: forward(forwarder(tracer, proxy, undefined), handler.destinations, () => request) };
  if (handler.kind === 'blackhole') return blocked(start, proxy, undefined);
  return passedOn(tracer, proxy, start, request);
}

function forwarder(tracer: Tracer, { workload }: SidecarProxy, statusWithoutCluster: number | undefined): Forwarder {
  return { proxy: 'sidecar', workload, tracer, depth: 0, statusWithoutCluster };
}

function routed(tracer: Tracer, proxy: SidecarProxy, start: Hop, table: Parameters<typeof routeRequest>[0]): Hop {
  const request = { ...start.request, path: normalizePath(start.request.path, tracer.mesh.settings.pathNormalization) };
  const { virtualHost, route, decisions, end } = routeRequest(table, request);
  const hop: Hop = { ...start, decisions: [...start.decisions.map(shared), ...decisions], virtualHost, route, end };
  if (end || !route) return hop;
  const { action } = route;
  if (action.kind === 'blocked') return blocked(hop, proxy, action.status);
  if (action.kind === 'passthrough') return passedOn(tracer, proxy, hop, request);
  if (action.kind !== 'forward') return hop;
  const inner = { ...innerOf(request, true), clientIP: undefined };
  const branches = forward(forwarder(tracer, proxy, action.statusWithoutCluster), action.destinations, (destination) =>
    changedRequest(inner, route, action, destination),
  );
  return { ...hop, branches: withFault(branches, action.fault, request, route.field) };
}

/** All services with HTTP on a port share one chain, which is written nowhere in particular. */
const shared = (made: Decision): Decision =>
  made.what === 'chain' ? { ...made, because: 'HTTP, by the host of the request', field: undefined } : made;

function blocked(hop: Hop, { outbound }: SidecarProxy, status: number | undefined): Hop {
  const { policy } = outbound;
  const because = `"${nameOf(hop.request) || hop.request.address}" is not known to these pods, and nothing unknown may leave (REGISTRY_ONLY)`;
  const made = decision('destination', because, { field: policy.field, refused: true, dependsOn: policy.dependsOn });
  return {
    ...hop,
    decisions: [...hop.decisions, made],
    end: { kind: 'unreachable', reason: 'blocked', status, because, field: policy.field },
  };
}

function passedOn(tracer: Tracer, proxy: SidecarProxy, hop: Hop, request: Request): Hop {
  const { policy } = proxy.outbound;
  const made = decision('destination', 'not known to these pods: passed on as it is', { field: policy.field, dependsOn: policy.dependsOn });
  return { ...hop, decisions: [...hop.decisions, made], branches: [onward(tracer, proxy, request, 0)] };
}

function onward(tracer: Tracer, { workload }: SidecarProxy, request: Request, depth: number): Branch {
  return {
    share: 1,
    destination: undefined,
    endpoint: undefined,
    tls: undefined,
    next: direct(tracer, workload.namespace, request, depth),
  };
}
