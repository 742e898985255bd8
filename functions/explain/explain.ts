import type { Mesh } from '../mesh/mesh.ts';
import type { Request, Source } from '../mesh/trace/request.ts';
import { trace } from '../mesh/trace/trace.ts';
import type { Decision, Hop, Trace } from '../mesh/trace/trace-result.ts';
import type { Dependence } from '../mesh/truth.ts';
import { actionsOf } from './actions.ts';
import { explainedEnd, percent, resultOf, shortHost } from './end.ts';
import type { ExplainedHop, Explanation, Onward, Step } from './explanation.ts';
import { nearMisses } from './near-misses.ts';
import { whereOf } from './where.ts';

/** The way of a request through every object that decides about it. */
export function explain(mesh: Mesh, source: Source, request: Request): Explanation {
  return explanationOf(mesh, trace(mesh, source, request));
}

export function explanationOf(mesh: Mesh, { source, request, start, ends, dependsOn }: Trace): Explanation {
  return {
    request: {
      method: request.protocol === 'tcp' ? undefined : request.method,
      url: urlOf(request),
      headers: request.headers,
      clientIP: request.clientIP,
    },
    from: sourceText(source),
    result: resultOf(ends),
    ends: ends.map((end) => explainedEnd(mesh, end)),
    way: hopOf(mesh, start),
    restsOn: [...new Set(dependsOn.map(dependenceText))],
  };
}

function urlOf({ protocol, tls, host, port, path, serverName, address }: Request): string {
  const scheme = protocol === 'tcp' ? (tls === 'none' ? 'tcp' : 'tls') : tls === 'none' ? 'http' : 'https';
  const name = host || serverName || address || '';
  const usual = protocol === 'tcp' ? undefined : tls === 'none' ? 80 : 443;
  const shown = /:\d+$/.test(name) || port === usual ? name : `${name}:${port}`;
  return `${scheme}://${shown}${protocol === 'tcp' ? '' : path}`;
}

function sourceText(source: Source): string {
  if (source.kind === 'outside') return source.gateway === undefined ? 'outside' : `outside, by ${source.gateway}`;
  const { namespace, name, serviceAccount } = source;
  return `${namespace}/${name ?? '*'}${serviceAccount === undefined ? '' : ` (service account ${serviceAccount})`}`;
}

function hopOf(mesh: Mesh, hop: Hop): ExplainedHop {
  return {
    name: nameOf(hop),
    steps: hop.decisions.map((decision) => stepOf(mesh, hop, decision)),
    onward: hop.branches.map((branch): Onward => {
      const { destination, next } = branch;
      const to = destination && `${shortHost(mesh, destination.host)}:${destination.port}`;
      return {
        share: percent(branch.share),
        to: to && (destination.subset === '' ? to : `${to} subset ${destination.subset}`),
        next: hopOf(mesh, next),
      };
    }),
    end: hop.end && explainedEnd(mesh, { end: hop.end, share: 1 }),
  };
}

function nameOf({ at, workload, end }: Hop): string {
  switch (at) {
    case 'gateway':
      return `gateway ${workload?.key ?? ''}`;
    case 'outbound':
      return `sidecar of ${workload?.key ?? ''}, outbound`;
    case 'inbound':
      return `sidecar of ${workload?.key ?? ''}, inbound`;
    case 'router':
      return "OpenShift's router";
    case 'network':
      return 'address of a Service';
    case 'pod':
      if (workload) return workload.key;
      return end?.kind === 'answered' ? 'destination' : end ? 'end' : 'client';
  }
}

function stepOf(mesh: Mesh, hop: Hop, decision: Decision): Step {
  const { what, verdict, because, field, dependsOn } = decision;
  const { shown, more } = nearMisses(mesh, hop, decision);
  return {
    what,
    verdict,
    because,
    where: whereOf(field),
    also: what === 'route' ? actionsOf(mesh, hop) : [],
    not: shown.map((miss) => ({ because: miss.because, where: whereOf(miss.field) })),
    notShown: more,
    restsOn: dependsOn.map(dependenceText),
  };
}

export function dependenceText(dependence: Dependence): string {
  switch (dependence.on) {
    case 'order':
      return dependence.because;
    case 'setting':
      return `setting \`${dependence.setting}\`, taken as ${dependence.assumed}: ${dependence.because}`;
    case 'outside':
      return `what is not in the files: ${dependence.because}`;
    case 'request':
      return `what the request does not tell: ${dependence.because}`;
    case 'unmodelled':
      return `what is not evaluated: ${dependence.because}`;
  }
}
