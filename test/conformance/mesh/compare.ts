import type { Hop } from '../../../functions/mesh/trace/trace-result.ts';
import { modelOutcome, type Outcome } from './model-outcome.ts';
import type { Simulated } from './simulate.ts';
import { simulatorOutcome } from './simulator-outcome.ts';

export type Judgement =
  | { readonly kind: 'agree'; readonly what: string }
  | { readonly kind: 'differ'; readonly model: Outcome; readonly simulator: Outcome; readonly at: string }
  /** The simulator cannot tell, for the reason given. */
  | { readonly kind: 'unjudged'; readonly because: string };

/** Compares what the model and the simulator say of one proxy, and where the simulator goes on, of those after it. */
export function compare(hop: Hop, simulated: Simulated, nack: readonly string[]): Judgement {
  return compareHop(hop, simulated, nack, 1);
}

function compareHop(hop: Hop, simulated: Simulated, nack: readonly string[], number: number): Judgement {
  const refused = hop.end?.kind === 'unreachable' && hop.end.reason === 'refused-listener';
  if (refused)
    return isRefused(simulated, nack)
      ? { kind: 'agree', what: 'refused' }
      : { kind: 'unjudged', because: 'the simulator compares whole chains only' };
  const model = modelOutcome(hop);
  // the simulator looks at client certificates last, though a handshake without one ends before anything is said
  if (model.error === 'certificate' && afterHandshake.has(simulated.error ?? '')) return { kind: 'agree', what: 'certificate' };
  const simulator = simulatorOutcome(simulated, hop.request);
  if (sharesTable(simulated))
    return { kind: 'unjudged', because: 'the simulator loses the table that several listeners of one service share' };
  const reduced = onlyComparableTls(model, simulator);
  if (JSON.stringify(reduced) !== JSON.stringify(simulator)) return { kind: 'differ', model: reduced, simulator, at: `hop ${number}` };
  return compareNext(hop, simulated, number) ?? { kind: 'agree', what: whatOf(simulator, number) };
}

/** Names of tables such as `host:port` belong to one service; the simulator fills them for its first listener only. */
function sharesTable({ as, error, routeConfig }: Simulated): boolean {
  return as === 'outbound' && error === 'no virtual host matched' && routeConfig?.includes(':') === true;
}

function isRefused(simulated: Simulated, nack: readonly string[]): boolean {
  return simulated.error === 'multiple filter chains matched' || nack.some((text) => text.includes('overlapping filter chains'));
}

const afterHandshake = new Set(['protocol error', 'no virtual host matched', 'no route matched']);

function whatOf(simulator: Outcome, number: number): string {
  return `${number > 1 ? 'then ' : ''}${String(simulator.error ?? Object.keys(simulator)[0])}`;
}

/** The simulator follows one endpoint of every cluster: the model's way to the same pods is compared. */
function compareNext(hop: Hop, simulated: Simulated, number: number): Judgement | undefined {
  const single = simulated.cluster || simulated.weightedClusters?.find(({ weight }) => weight > 0)?.name;
  const ways = simulated.next ? [[single ?? '', simulated.next] as const] : Object.entries(simulated.nextByCluster ?? {});
  const judged = ways.flatMap(([cluster, next]): readonly Judgement[] => {
    const place = next.proxy?.replace(/-sim0-p\d+$/, '');
    const branch = hop.branches.find((entry) => {
      const { workload } = entry.endpoint ?? {};
      return entry.destination?.cluster.name === cluster && `${workload?.namespace}/${workload?.name}` === place;
    });
    if (branch) return [compareHop(branch.next, next, [], number + 1)];
    return [{ kind: 'differ', model: { next: 'nobody' }, simulator: { next: place }, at: `hop ${number + 1}` }];
  });
  return judged.find((entry) => entry.kind === 'differ') ?? judged[judged.length - 1];
}

interface Clusters {
  readonly clusters?: readonly { readonly tls: readonly string[] }[];
}

/** The simulator tells the TLS of one endpoint only: the model's word on that one is compared. */
function onlyComparableTls(model: Outcome, simulator: Outcome): Outcome {
  const { clusters } = model as Clusters;
  const judged = (simulator as Clusters).clusters;
  if (!clusters || !judged || clusters.length !== judged.length) return model;
  return {
    ...model,
    clusters: clusters.map((cluster, index) => {
      const same = [...new Set(cluster.tls.filter((text) => judged[index]?.tls.includes(text)))];
      return { ...cluster, tls: same.length > 0 || judged[index]?.tls.length === 0 ? same : cluster.tls };
    }),
  };
}
