import type { Mesh } from '../mesh.ts';
import { decision } from './decision.ts';
import { type Entry, type EntryNames, entries } from './enter.ts';
import { endHop } from './forward.ts';
import { gatewayHop } from './gateway-hop.ts';
import type { Request, Source } from './request.ts';
import type { Hop, Trace, TraceEnd } from './trace-result.ts';
import type { Tracer } from './tracer.ts';

/** More proxies than this in a row are a circle. */
const longestWay = 12;

/** The way of a request through the mesh, and every place where it may end. */
export function trace(mesh: Mesh, source: Source, request: Request): Trace {
  const tracer = tracerOf(mesh);
  const start = source.kind === 'outside' ? fromOutside(tracer, request, source) : fromOutside(tracer, request, {});
  const ends = endsOf(start, 1, []);
  const dependsOn = [...new Set(ends.flatMap((end) => end.hops.flatMap((hop) => hop.decisions.flatMap((made) => made.dependsOn))))];
  return { source, request, start, ends, dependsOn };
}

function tracerOf(mesh: Mesh): Tracer {
  const proxies = new Map(mesh.gatewayProxies.map((proxy) => [proxy.workload, proxy]));
  const tracer: Tracer = {
    mesh,
    arrive(workload, request, _to, depth) {
      const gateway = proxies.get(workload);
      if (depth > longestWay) {
        const because = 'the request goes round in circles';
        return endHop(request, [decision('endpoint', because, { refused: true })], {
          kind: 'unreachable',
          reason: 'loop',
          status: 503,
          because,
          field: undefined,
        });
      }
      return gateway && gatewayHop(tracer, gateway, request, depth);
    },
  };
  return tracer;
}

function fromOutside(tracer: Tracer, request: Request, names: EntryNames): Hop {
  const [best] = entries(tracer.mesh, request, names);
  if (!best) {
    const name = names.service ?? names.gateway;
    const because =
      name === undefined
        ? `no gateway has a Service with port ${request.port}`
        : `"${name}" is no gateway with a Service port ${request.port}`;
    return endHop(request, [decision('entry', because, { refused: true })], {
      kind: 'unreachable',
      reason: 'no-entry',
      status: undefined,
      because,
      field: undefined,
    });
  }
  const hop = gatewayHop(tracer, best.proxy, { ...request, port: best.port }, 0);
  return { ...hop, decisions: [entryDecision(best, request), ...hop.decisions] };
}

function entryDecision({ proxy, service, port, dependsOn }: Entry, request: Request) {
  const way = service ? `Service "${service.namespace}/${service.name}" port ${request.port}, container port ${port}` : `port ${port}`;
  return decision('entry', `gateway ${proxy.workload.key} by ${way}`, { field: service && { item: service.item, path: [] }, dependsOn });
}

function endsOf(hop: Hop, share: number, before: readonly Hop[]): readonly TraceEnd[] {
  const hops = [...before, hop];
  if (hop.end) return [{ share, end: hop.end, hops }];
  return hop.branches.flatMap((branch) => endsOf(branch.next, share * branch.share, hops));
}
