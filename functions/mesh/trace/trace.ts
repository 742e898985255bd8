import type { KubeService } from '../inventory/services.ts';
import type { Mesh } from '../mesh.ts';
import { capturesArrival } from './capture.ts';
import { decision } from './decision.ts';
import { direct } from './direct.ts';
import { endHop } from './end-hop.ts';
import { type Entry, type EntryNames, entries } from './enter.ts';
import { gatewayHop } from './gateway-hop.ts';
import { inboundHop } from './inbound-hop.ts';
import { outboundHop } from './outbound-hop.ts';
import type { Request, Source } from './request.ts';
import { isRouters, routedByOpenshift, routerHop } from './router-hop.ts';
import { sourceWorkload } from './source-workload.ts';
import type { Answerer, End, Hop, Trace, TraceEnd } from './trace-result.ts';
import type { Tracer } from './tracer.ts';

/** More proxies than this in a row are a circle. */
const longestWay = 12;

/** The way of a request through the mesh, and every place where it may end. */
export function trace(mesh: Mesh, source: Source, request: Request): Trace {
  const tracer = tracerOf(mesh);
  const start = source.kind === 'outside' ? fromOutside(tracer, request, source) : fromWorkload(tracer, request, source);
  const ends = endsOf(start, 1, []);
  const dependsOn = [...new Set(ends.flatMap((end) => end.hops.flatMap((hop) => hop.decisions.flatMap((made) => made.dependsOn))))];
  return { source, request, start, ends, dependsOn };
}

function tracerOf(mesh: Mesh): Tracer {
  const tracer: Tracer = {
    mesh,
    leave: (workload, request) => outboundHop(tracer, mesh.sidecarProxyOf(workload), request),
    arrive(workload, request, by, depth) {
      if (depth > longestWay) return circle(request);
      const gateway = mesh.gatewayProxyOf(workload);
      if (gateway) return gatewayHop(tracer, gateway, request, depth);
      if (workload.proxy.kind === 'sidecar' && capturesArrival(workload.annotations, request.port))
        return inboundHop(tracer, mesh.sidecarProxyOf(workload), request, by);
      return atApplication(request, by);
    },
  };
  return tracer;
}

function circle(request: Request): Hop {
  const because = 'the request goes round in circles';
  const end: End = { kind: 'unreachable', reason: 'loop', status: 503, because, field: undefined };
  return endHop(request, [decision('endpoint', because, { refused: true })], end);
}

/** Pods without a proxy know nothing of the mesh's mTLS. */
function atApplication(request: Request, by: Answerer): Hop {
  const { workload } = by;
  if (request.tls !== 'mesh' || !workload) return endHop(request, [], { kind: 'answered', by, request });
  const because = `the caller speaks the mesh's mTLS, and ${workload.key} has no proxy that understands it: ${workload.proxy.because}`;
  const { dependsOn } = workload.proxy.truth;
  const end: End = { kind: 'unreachable', reason: 'tls-mismatch', status: undefined, because, field: undefined };
  return { ...endHop(request, [decision('tls', because, { refused: true, dependsOn })], end), workload };
}

function fromWorkload(tracer: Tracer, request: Request, source: Extract<Source, { kind: 'workload' }>): Hop {
  const workload = sourceWorkload(tracer.mesh, source);
  if (workload.proxy.kind === 'sidecar') return outboundHop(tracer, tracer.mesh.sidecarProxyOf(workload), request);
  const found = decision('entry', `${workload.key} calls without a sidecar: ${workload.proxy.because}`, {
    dependsOn: workload.proxy.truth.dependsOn,
  });
  const next = direct(tracer, workload.namespace, request, 0);
  return {
    ...endHop(request, [found], undefined),
    workload,
    branches: [{ share: 1, destination: undefined, endpoint: undefined, tls: undefined, next }],
  };
}

function fromOutside(tracer: Tracer, request: Request, names: EntryNames): Hop {
  const named = names.gateway !== undefined || names.service !== undefined;
  const route = named ? undefined : routedByOpenshift(tracer, request);
  if (route) return routerHop(tracer, route, request);
  const behindRouter = !named && tracer.mesh.openshiftRoutes.length > 0 && isRouters(request);
  const [best] = entries(tracer.mesh, request, names).filter(({ service }) => !behindRouter || isOpen(service));
  if (!best && behindRouter) return noRoute(request);
  if (!best) {
    const name = names.service ?? names.gateway;
    const because =
      name === undefined
        ? `no gateway has a Service with port ${request.port}`
        : `"${name}" is no gateway with a Service port ${request.port}`;
    const end: End = { kind: 'unreachable', reason: 'no-entry', status: undefined, because, field: undefined };
    return endHop(request, [decision('entry', because, { refused: true })], end);
  }
  const hop = gatewayHop(tracer, best.proxy, { ...request, port: best.port }, 0);
  return { ...hop, decisions: [entryDecision(best, request), ...hop.decisions] };
}

/** A Service that clients outside may reach without the router. */
function isOpen(service: KubeService | undefined): boolean {
  return service === undefined || service.type !== 'ClusterIP';
}

function noRoute(request: Request): Hop {
  const because = `no Route has host "${request.host || request.serverName}"`;
  const end: End = { kind: 'unreachable', reason: 'no-entry', status: 503, because, field: undefined };
  return { ...endHop(request, [decision('entry', because, { refused: true })], end), at: 'router' };
}

function entryDecision({ service, port, dependsOn }: Entry, request: Request) {
  const way = service ? `Service "${service.namespace}/${service.name}" port ${request.port}` : `port ${request.port}`;
  return decision('entry', port === request.port ? `by ${way}` : `by ${way}, container port ${port}`, {
    field: service && { item: service.item, path: [] },
    dependsOn,
  });
}

function endsOf(hop: Hop, share: number, before: readonly Hop[]): readonly TraceEnd[] {
  const hops = [...before, hop];
  if (hop.end) return [{ share, end: asSeen(hop.end, before), hops }];
  return hop.branches.flatMap((branch) => endsOf(branch.next, share * branch.share, hops));
}

/** A proxy that speaks HTTP answers 503 itself where a connection behind it fails. */
function asSeen(end: End, before: readonly Hop[]): End {
  const fails = (end.kind === 'unreachable' || end.kind === 'denied') && end.status === undefined;
  return fails && before.some(({ virtualHost }) => virtualHost !== undefined) ? { ...end, status: 503 } : end;
}
