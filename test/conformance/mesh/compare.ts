import { request } from '../../../functions/mesh/trace/request.ts';
import type { Branch, Hop, Unreachable } from '../../../functions/mesh/trace/trace-result.ts';
import type { Probe } from './case.ts';
import type { Simulated } from './simulate.ts';

/** What both sides are compared by. */
type Outcome = Readonly<Record<string, unknown>>;

export type Judgement =
  | { readonly kind: 'agree'; readonly what: string }
  | { readonly kind: 'differ'; readonly model: Outcome; readonly simulator: Outcome; readonly at: string }
  /** The simulator cannot tell, for the reason given. */
  | { readonly kind: 'unjudged'; readonly because: string };

/** Compares the model's first hop, and where asked the way after it, with the simulator's. */
export function compare(hop: Hop, simulated: Simulated, nack: readonly string[], probe: Probe): Judgement {
  return compareHop(hop, simulated, nack, probe, 'hop 1');
}

function compareHop(hop: Hop, simulated: Simulated, nack: readonly string[], probe: Probe, at: string): Judgement {
  const refusedHere = hop.end?.kind === 'unreachable' && hop.end.reason === 'refused-listener';
  const overlaps = nack.some((text) => text.includes('overlapping filter chains'));
  if (refusedHere)
    return overlaps || simulated.error === 'multiple filter chains matched'
      ? { kind: 'agree', what: 'refused' }
      : { kind: 'unjudged', because: 'the simulator compares whole chains only' };
  const model = modelOutcome(hop);
  // the simulator looks at client certificates last, though a handshake without one ends before anything is said
  if (model.error === 'certificate' && afterHandshake.has(simulated.error ?? '')) return { kind: 'agree', what: 'certificate' };
  const simulator = simulatorOutcome(simulated, probe, at);
  if (JSON.stringify(model) !== JSON.stringify(simulator)) return { kind: 'differ', model, simulator, at };
  return { kind: 'agree', what: String(simulator.error ?? Object.keys(simulator).join('+')) };
}

const afterHandshake = new Set(['protocol error', 'no virtual host matched', 'no route matched']);

const errors: Readonly<Record<Unreachable, string>> = {
  'no-entry': 'no service port',
  'no-listener': 'no listener matched',
  'refused-listener': 'refused',
  'no-chain': 'no filter chains matched',
  'tls-mismatch': 'invalid TLS',
  certificate: 'certificate',
  protocol: 'protocol error',
  'no-virtual-host': 'no virtual host matched',
  'no-route': 'no route matched',
  'no-cluster': 'no cluster',
  'no-endpoint': 'no endpoint',
  blocked: 'blocked',
  loop: 'loop',
};

/** What the model says, in the simulator's words. */
export function modelOutcome(hop: Hop): Outcome {
  const { end, route } = hop;
  if (end?.kind === 'unreachable') return { error: errors[end.reason] };
  if (end?.kind === 'redirected') return { redirect: redirectOf(hop) };
  if (end?.kind === 'responded') return { respond: { status: end.status, body: end.body } };
  if (end) return { end: end.kind };
  const forward = route?.action.kind === 'forward' ? route.action : undefined;
  const [first] = hop.branches;
  return {
    clusters: clustersOf(hop.branches),
    ...(forward && first
      ? {
          path: first.next.request.path,
          timeout: forward.timeout,
          host: first.next.request.host,
          headers: sorted(first.next.request.headers),
          mirrors: forward.mirrors.map((mirror) => mirror.destination.cluster.name),
        }
      : {}),
  };
}

function redirectOf({ route }: Hop): unknown {
  if (route?.action.kind !== 'redirect') return { by: 'httpsRedirect' };
  const { redirect, port } = route.action;
  return sorted({
    code: redirect.code,
    host: redirect.authority || undefined,
    path: redirect.path?.kind === 'full' ? redirect.path.value : undefined,
    prefix: redirect.path?.kind === 'prefix' ? redirect.path.value : undefined,
    port,
    scheme: redirect.scheme || undefined,
  });
}

interface ClusterOutcome {
  readonly name: string;
  readonly share: string;
  readonly missing: boolean;
  readonly endpoints: readonly string[];
  readonly tls: readonly string[];
}

function clustersOf(branches: readonly Branch[]): readonly ClusterOutcome[] {
  const groups = new Map<unknown, Branch[]>();
  for (const branch of branches) groups.set(branch.destination, [...(groups.get(branch.destination) ?? []), branch]);
  return [...groups.values()].map((group) => {
    const cluster = group[0]?.destination?.cluster;
    const share = group.reduce((sum, branch) => sum + branch.share, 0);
    const missing = cluster?.exists.verdict !== 'yes';
    const endpoints = group.flatMap((branch) => (branch.endpoint ? [endpointText(branch)] : []));
    return {
      name: cluster?.name ?? '',
      share: share.toFixed(4),
      missing,
      endpoints: missing ? [] : endpoints.sort(),
      tls: group.flatMap((branch) => (branch.tls && branch.endpoint ? [`${endpointText(branch)} ${tlsText(branch)}`] : [])).sort(),
    };
  });
}

function endpointText({ endpoint }: Branch): string {
  const { workload, address, port } = endpoint ?? {};
  return workload ? `${workload.namespace}/${workload.name}:${port}` : `${address}:${port}`;
}

function tlsText({ tls }: Branch): string {
  const mode = { plaintext: 'plaintext', mesh: 'ISTIO_MUTUAL', simple: 'SIMPLE', mutual: 'MUTUAL' }[tls?.mode ?? 'plaintext'];
  return `${mode} ${tls?.serverName === 'host' ? '' : (tls?.serverName ?? '')}`.trim();
}

/** What the simulator says, in the same form. */
export function simulatorOutcome(simulated: Simulated, probe: Probe, at: string): Outcome {
  const { error, redirect, directResponse } = simulated;
  if (error !== null) return { error: error.startsWith('client certificate required') || error === 'invalid mTLS' ? 'certificate' : error };
  if (redirect) return { redirect: redirect.by ? { by: 'httpsRedirect' } : sorted(redirect) };
  if (directResponse) return { respond: directResponse };
  const weighted = simulated.weightedClusters?.length ? simulated.weightedClusters : [{ name: simulated.cluster ?? '', weight: 100 }];
  const total = weighted.reduce((sum, entry) => sum + entry.weight, 0);
  const clusters = weighted.map(({ name, weight }) => {
    const info = simulated.clusterInfo?.find((entry) => entry.name === name);
    const endpoints = (info?.endpoints ?? []).map(simulatedEndpoint);
    return {
      name,
      share: (weight / total).toFixed(4),
      missing: info?.missing === true,
      endpoints: [...endpoints].sort(),
      tls: endpoints.slice(0, 1).map((entry) => `${entry} ${info?.tls ?? ''} ${info?.sni ?? ''}`.trim()),
    };
  });
  return { clusters, ...(simulated.timeout === undefined || at === '' ? {} : httpPart(simulated, probe)) };
}

function httpPart(simulated: Simulated, probe: Probe): Outcome {
  const own = request(probe.request);
  const rewrite = simulated.rewrite ?? {};
  return {
    path: rewrite.resultPath ?? own.path,
    timeout: simulated.timeout,
    host: rewrite.host ?? own.host,
    headers: sorted(applied(own.headers, simulated)),
    mirrors: ((simulated as { mirror?: { cluster: string }[] }).mirror ?? []).map((mirror) => mirror.cluster),
  };
}

function applied(headers: Readonly<Record<string, string>>, { requestHeaders, weightedClusters }: Simulated): Record<string, string> {
  const own = (weightedClusters?.[0] as { requestHeaders?: Simulated['requestHeaders'] } | undefined)?.requestHeaders;
  const result = { ...headers };
  for (const operations of [own, requestHeaders]) {
    for (const name of operations?.remove ?? []) delete result[name.toLowerCase()];
    for (const { name = '', value = '', action = '' } of operations?.add ?? []) {
      const key = name.toLowerCase();
      result[key] = action.startsWith('APPEND') && result[key] !== undefined ? `${result[key]},${value}` : value;
    }
  }
  return result;
}

/** `10.244.0.5:8080 ns/web-v1-sim0-p4` is the pod of a workload. */
function simulatedEndpoint(text: string): string {
  const [address = '', pod] = text.split(' ');
  const port = address.slice(address.lastIndexOf(':') + 1);
  return pod ? `${pod.replace(/-sim0-p\d+$/, '')}:${port}` : address;
}

function sorted(record: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(record)
      .filter(([, value]) => value !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}
