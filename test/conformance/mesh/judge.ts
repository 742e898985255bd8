import { buildMesh } from '../../../functions/mesh/build-mesh.ts';
import type { MeshOptions } from '../../../functions/mesh/inventory/settings.ts';
import { request, type Source } from '../../../functions/mesh/trace/request.ts';
import { trace } from '../../../functions/mesh/trace/trace.ts';
import { type Case, itemsOf, type Probe } from './case.ts';
import { compare, type Judgement } from './compare.ts';
import { type SimulatedCase, simulate } from './simulate.ts';

/** Both sides' answers to one probe. */
export interface Judged {
  readonly one: Case;
  readonly probe: Probe;
  readonly judgement: Judgement;
}

const options: MeshOptions = { complete: true };

/** Asks the model and the simulator, and compares. */
export function judge(cases: readonly Case[], meshConfig: Record<string, unknown> | undefined): readonly Judged[] {
  const answers = simulate(cases, meshConfig);
  return cases.flatMap((one, index) => judgeCase(one, answers[index], meshConfig));
}

function judgeCase(one: Case, answer: SimulatedCase | undefined, meshConfig: Record<string, unknown> | undefined): readonly Judged[] {
  const accepted = one.objects.filter(
    (object) => !answer?.rejected.some((text) => text.includes(` ${object.kind} ${object.metadata.namespace}/${object.metadata.name}: `)),
  );
  const mesh = buildMesh(itemsOf(accepted), { ...options, meshConfig });
  return one.probes.map((probe, index) => {
    const simulated = answer?.results[index];
    if (!simulated) return { one, probe, judgement: { kind: 'unjudged', because: 'no answer' } };
    const { start } = trace(mesh, sourceOf(probe), request(probe.request));
    return { one, probe, judgement: onlyFirstTls(compare(start, simulated.result, simulated.nack, probe)) };
  });
}

function sourceOf({ at }: Probe): Source {
  const [namespace = '', name = ''] = at.deployment.split('/');
  return at.service ? { kind: 'outside', gateway: at.deployment, service: at.service } : { kind: 'workload', namespace, name };
}

interface Clusters {
  readonly clusters?: readonly { readonly tls: readonly string[] }[];
}

/** The simulator tells the TLS of one endpoint only: the model's word on that one is compared. */
function onlyFirstTls(judgement: Judgement): Judgement {
  if (judgement.kind !== 'differ') return judgement;
  const simulator = judgement.simulator as Clusters;
  const model = judgement.model as Clusters;
  if (!model.clusters || !simulator.clusters || model.clusters.length !== simulator.clusters.length) return judgement;
  const clusters = model.clusters.map((cluster, index) => ({
    ...cluster,
    tls: cluster.tls.filter((text) => simulator.clusters?.[index]?.tls.includes(text)),
  }));
  const reduced = { ...model, clusters };
  return JSON.stringify(reduced) === JSON.stringify(simulator)
    ? { kind: 'agree', what: Object.keys(simulator).join('+') }
    : { ...judgement, model: reduced };
}
