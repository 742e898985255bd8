import type { Mesh } from '../mesh/mesh.ts';
import type { Answerer, End, TraceEnd } from '../mesh/trace/trace-result.ts';
import type { ExplainedEnd, Result } from './explanation.ts';
import { whereOf } from './where.ts';

/** `cart.shop:8080` for a Service of the cluster, the full name for anything else. */
export function shortHost(mesh: Mesh, host: string): string {
  const suffix = `.svc.${mesh.settings.clusterDomain.value}`;
  return host.endsWith(suffix) ? host.slice(0, -suffix.length) : host;
}

export function answererName(mesh: Mesh, by: Answerer): string {
  const { host, port, subset, endpoint, workload } = by;
  const name = `${shortHost(mesh, host)}:${outsidePort(by) ?? port}${subset === '' ? '' : ` subset ${subset}`}`;
  const address = endpoint?.address;
  return workload || !address || address === host ? name : `${name} at ${address}:${endpoint.port}`;
}

/** The port on which somebody outside is called, where it is not that of the ServiceEntry. */
export function outsidePort({ host, workload, endpoint }: Answerer): number | undefined {
  return workload === undefined && endpoint?.address === host ? endpoint.port : undefined;
}

export function explainedEnd(mesh: Mesh, { end, share }: Pick<TraceEnd, 'end' | 'share'>): ExplainedEnd {
  const { kind } = end;
  const where = 'field' in end ? whereOf(end.field) : undefined;
  return {
    share: percent(share),
    kind,
    text: textOf(mesh, end),
    status: 'status' in end ? end.status : undefined,
    because: 'because' in end ? end.because : undefined,
    where,
    pods: kind === 'answered' ? end.by.workload?.key : undefined,
  };
}

function textOf(mesh: Mesh, end: End): string {
  switch (end.kind) {
    case 'answered':
      return answererName(mesh, end.by);
    case 'redirected':
      return `${end.status} redirect to ${end.location}`;
    case 'responded':
      return `${end.status} from the proxy itself${end.body === '' ? '' : `: ${end.body}`}`;
    case 'denied':
      return `${end.status} denied`;
    case 'unreachable':
      return end.status === undefined ? 'no connection' : String(end.status);
    case 'unknown':
      return 'unknown';
  }
}

/** Whether a request gets what its sender asked for: an answer of pods or of somebody outside, or a redirect. */
export function isReached(end: End): boolean {
  return end.kind === 'answered' || end.kind === 'redirected' || (end.kind === 'responded' && end.status < 400);
}

export function resultOf(ends: readonly TraceEnd[]): Result {
  const taking = ends.filter(({ share }) => share > 0);
  if (taking.some(({ end }) => end.kind === 'unknown')) return 'unknown';
  const reached = taking.filter(({ end }) => isReached(end)).length;
  return reached === 0 ? 'not reachable' : reached < taking.length ? 'partly reachable' : 'reachable';
}

/** At most one digit after the point. */
export function percent(share: number): number {
  return Math.round(share * 1000) / 10;
}
