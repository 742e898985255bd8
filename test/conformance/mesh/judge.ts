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
export async function judge(cases: readonly Case[]): Promise<readonly Judged[]> {
  const answers = await simulate(cases);
  return cases.flatMap((one, index) => judgeCase(one, answers[index]));
}

function judgeCase(one: Case, answer: SimulatedCase | undefined): readonly Judged[] {
  const accepted = one.objects.filter(
    (object) => !answer?.rejected.some((text) => text.includes(` ${object.kind} ${object.metadata.namespace}/${object.metadata.name}: `)),
  );
  const mesh = buildMesh(itemsOf(accepted), { ...options, meshConfig: one.meshConfig });
  return one.probes.map((probe, index) => {
    const simulated = answer?.results[index];
    if (!simulated) return { one, probe, judgement: { kind: 'unjudged', because: 'no answer' } };
    const { start } = trace(mesh, sourceOf(probe), request(probe.request));
    return { one, probe, judgement: compare(start, simulated.result, simulated.nack) };
  });
}

function sourceOf({ at }: Probe): Source {
  if (at.gateway) return { kind: 'outside', gateway: at.gateway };
  const [namespace = '', name = ''] = (at.deployment ?? '').split('/');
  return at.service ? { kind: 'outside', gateway: at.deployment, service: at.service } : { kind: 'workload', namespace, name };
}
