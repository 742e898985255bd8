// How far the mesh model agrees with istiod's own code, over generated configurations:
// node --import tsx test/conformance/mesh/agreement.ts [--kind ingress|mesh|gateway-api|all] [--runs N] [--seed S] [--batch B] [--stop N] [--whole]
// It stops at the first N differences and makes the configuration of each as small as it can; with --whole it leaves them as they are.
import { parseArgs } from 'node:util';
import type { Case } from './case.ts';
import { generateGatewayApi } from './generate-gateway-api.ts';
import { generateIngress } from './generate-ingress.ts';
import { generateMesh } from './generate-mesh.ts';
import { type Judged, judge } from './judge.ts';
import { shrink } from './shrink.ts';

const generators: Readonly<Record<string, (seed: number, tag: string) => Case>> = {
  ingress: generateIngress,
  mesh: generateMesh,
  'gateway-api': generateGatewayApi,
};

const { values } = parseArgs({
  options: {
    kind: { type: 'string', default: 'all' },
    runs: { type: 'string', default: '300' },
    seed: { type: 'string', default: '1' },
    batch: { type: 'string', default: '25' },
    stop: { type: 'string', default: '1' },
    whole: { type: 'boolean', default: false },
  },
});

const runs = Number(values.runs);
const first = Number(values.seed);
const stop = Number(values.stop);
const kinds = values.kind === 'all' ? Object.keys(generators) : [values.kind];

/** What came of all configurations of one kind. */
interface Tally {
  readonly counts: Record<Judged['judgement']['kind'], number>;
  readonly reasons: Map<string, number>;
  readonly agreed: Map<string, number>;
  readonly differing: { readonly seed: number; readonly judged: Judged }[];
}

async function measure(generate: (seed: number, tag: string) => Case): Promise<Tally> {
  const tally: Tally = { counts: { agree: 0, differ: 0, unjudged: 0 }, reasons: new Map(), agreed: new Map(), differing: [] };
  for (let done = 0; done < runs && tally.differing.length < stop; done += Number(values.batch)) {
    const seeds = Array.from({ length: Math.min(Number(values.batch), runs - done) }, (_, index) => first + done + index);
    for (const judged of await judge(seeds.map((seed) => generate(seed, `t${seed}`)))) count(tally, judged);
  }
  return tally;
}

function count({ counts, reasons, agreed, differing }: Tally, judged: Judged): void {
  const { judgement, one } = judged;
  counts[judgement.kind] += 1;
  if (judgement.kind === 'unjudged') reasons.set(judgement.because, (reasons.get(judgement.because) ?? 0) + 1);
  if (judgement.kind === 'agree') agreed.set(judgement.what, (agreed.get(judgement.what) ?? 0) + 1);
  if (judgement.kind === 'differ') differing.push({ seed: Number(one.tag.slice(1)), judged });
}

async function show(seed: number, judged: Judged): Promise<void> {
  const small = values.whole ? judged : await shrink(judged);
  console.log(`--- seed ${seed} differs`);
  console.log(JSON.stringify(small.probe));
  if (small.one.meshConfig) console.log(JSON.stringify(small.one.meshConfig));
  for (const object of values.whole ? [] : small.one.objects) console.log(JSON.stringify(object));
  if (small.judgement.kind !== 'differ') return;
  console.log(`model:     ${JSON.stringify(small.judgement.model)}`);
  console.log(`simulator: ${JSON.stringify(small.judgement.simulator)}`);
}

for (const kind of kinds) {
  const generate = generators[kind];
  if (!generate) throw new Error(`--kind must be one of ${Object.keys(generators).join(', ')}, all`);
  const { counts, reasons, agreed, differing } = await measure(generate);
  for (const { seed, judged } of differing.slice(0, stop)) await show(seed, judged);
  const total = counts.agree + counts.differ;
  const percent = Math.floor((counts.agree / Math.max(total, 1)) * 100000) / 1000;
  const seeds = `seeds ${first} to ${first + runs - 1}`;
  console.log(`${kind}: ${counts.agree} of ${total} answers agree (${percent} %), ${counts.unjudged} not judged, ${seeds}`);
  const most = (map: ReadonlyMap<string, number>) => [...map].sort((a, b) => b[1] - a[1]);
  for (const [because, number] of most(reasons).slice(0, 5)) console.log(`  not judged ${number}: ${because}`);
  console.log(
    `  ${most(agreed)
      .map(([what, number]) => `${what}: ${number}`)
      .join(', ')}`,
  );
  if (counts.differ > 0) process.exitCode = 1;
}
