import type { Branch, Hop, Unreachable } from '../../../functions/mesh/trace/trace-result.ts';

/** What both sides are compared by. */
export type Outcome = Readonly<Record<string, unknown>>;

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

/** What the model says of one proxy, in the simulator's words. */
export function modelOutcome(hop: Hop): Outcome {
  const { end } = hop;
  if (hop.at === 'inbound' && end?.kind === 'answered') return { inbound: hop.request.port };
  if (end?.kind === 'unreachable' && end.reason === 'blocked')
    return end.status === undefined ? { clusters: [bareCluster('BlackHoleCluster')] } : { respond: { status: end.status, body: '' } };
  if (end?.kind === 'unreachable') return { error: errors[end.reason] };
  if (end?.kind === 'redirected') return { redirect: redirectOf(hop) };
  if (end?.kind === 'responded') return { respond: { status: end.status, body: end.body } };
  if (end) return { end: end.kind };
  return { clusters: clustersOf(hop), ...httpPart(hop) };
}

/** What a route makes of the request. */
function httpPart({ route, branches, request }: Hop): Outcome {
  const [first] = branches;
  if (!first || !route) return {};
  const forward = route.action.kind === 'forward' ? route.action : undefined;
  const sent = forward ? first.next.request : request;
  return {
    path: first.next.request.path,
    timeout: forward?.timeout ?? '0s',
    host: sent.host,
    headers: sorted(sent.headers),
    mirrors: forward?.mirrors.map((mirror) => mirror.destination.cluster.name) ?? [],
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

function bareCluster(name: string): ClusterOutcome {
  return { name, share: '1.0000', missing: false, endpoints: [], tls: [] };
}

function clustersOf({ branches }: Hop): readonly ClusterOutcome[] {
  const groups = new Map<unknown, Branch[]>();
  for (const branch of branches) groups.set(branch.destination, [...(groups.get(branch.destination) ?? []), branch]);
  return [...groups.values()].map(clusterOf);
}

function clusterOf(group: readonly Branch[]): ClusterOutcome {
  const cluster = group[0]?.destination?.cluster;
  if (!cluster) return bareCluster('PassthroughCluster');
  const share = group.reduce((sum, branch) => sum + branch.share, 0).toFixed(4);
  const missing = cluster.exists.verdict !== 'yes';
  if (missing || cluster.discovery === 'original-destination' || cluster.discovery === 'called-name')
    return { ...bareCluster(cluster.name), share, missing };
  const reached = group.filter((branch) => branch.endpoint);
  return {
    name: cluster.name,
    share,
    missing,
    endpoints: [...new Set(reached.map(endpointText))].sort(),
    tls: reached.map((branch) => `${endpointText(branch)} ${tlsText(branch)}`).sort(),
  };
}

function endpointText({ endpoint }: Branch): string {
  const { workload, address, port } = endpoint ?? {};
  return workload ? `${workload.namespace}/${workload.name}:${port}` : `${address}:${port}`;
}

function tlsText({ tls }: Branch): string {
  const mode = { plaintext: 'plaintext', mesh: 'ISTIO_MUTUAL', simple: 'SIMPLE', mutual: 'MUTUAL' }[tls?.mode ?? 'plaintext'];
  return `${mode} ${tls?.serverName === 'host' ? '' : (tls?.serverName ?? '')}`.trim();
}

export function sorted(record: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(record)
      .filter(([, value]) => value !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}
